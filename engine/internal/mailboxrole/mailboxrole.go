// Package mailboxrole knows which mailbox has which role: by what a server
// states (RFC 6154), else by the names that mail programs use, in several languages.
package mailboxrole

import (
	"strings"

	"stagecoach/engine/mail"
)

// attributeRoles: RFC 6154, and the XLIST names of before.
var attributeRoles = map[string]mail.SpecialUse{
	`\all`: mail.RoleAll, `\allmail`: mail.RoleAll, `\archive`: mail.RoleArchive, `\drafts`: mail.RoleDrafts,
	`\flagged`: mail.RoleFlagged, `\starred`: mail.RoleFlagged, `\junk`: mail.RoleJunk, `\spam`: mail.RoleJunk,
	`\sent`: mail.RoleSent, `\trash`: mail.RoleTrash,
}

// Stated reads the role from a mailbox's attributes.
func Stated(attributes []string) mail.SpecialUse {
	for _, a := range attributes {
		if use, ok := attributeRoles[strings.ToLower(a)]; ok {
			return use
		}
	}
	return ""
}

// roleNames are what programs call these mailboxes, in several languages, in small
// letters. Of several that are there, the first in the list has the role.
var roleNames = map[mail.SpecialUse][]string{
	mail.RoleSent: {"sent", "sent items", "sent messages", "sent mail", "sentmail", "sent-mail", "gesendet", "gesendete nachrichten", "gesendete elemente", "gesendete objekte",
		"envoyés", "éléments envoyés", "messages envoyés", "enviados", "elementos enviados", "posta inviata", "inviati",
		"verzonden items", "verzonden", "skickat", "skickade objekt", "sendt", "sendt post", "lähetetyt", "wysłane", "odeslané",
		"отправленные", "надіслані", "送信済み", "送信済みアイテム", "已发送", "已发送邮件", "寄件備份", "보낸 편지함", "gönderilmiş öğeler", "itens enviados", "mensajes enviados", "elementy wysłane"},
	mail.RoleDrafts: {"drafts", "draft", "entwürfe", "brouillons", "borradores", "bozze", "concepten", "utkast", "kladder",
		"luonnokset", "kopie robocze", "szkice", "koncepty", "черновики", "чернетки", "下書き", "草稿", "草稿箱", "임시 보관함", "taslaklar", "rascunhos"},
	mail.RoleTrash: {"trash", "deleted items", "deleted messages", "deleted", "bin", "papierkorb", "gelöscht", "gelöschte elemente", "gelöschte objekte",
		"corbeille", "éléments supprimés", "papelera", "elementos eliminados", "cestino", "posta eliminata", "prullenbak",
		"verwijderde items", "papperskorgen", "slettet post", "papirkurv", "roskakori", "kosz", "elementy usunięte", "koš", "корзина", "удаленные", "кошик",
		"ゴミ箱", "削除済みアイテム", "已删除", "已删除邮件", "刪除的郵件", "휴지통", "çöp kutusu", "silinmiş öğeler", "lixeira", "itens excluídos"},
	mail.RoleJunk: {"junk", "spam", "junk e-mail", "junk email", "bulk mail", "junk-e-mail", "spamverdacht", "unerwünscht", "courrier indésirable",
		"indésirables", "correo no deseado", "posta indesiderata", "ongewenste e-mail", "skräppost", "søppelpost", "uønsket e-mail", "roskaposti",
		"wiadomości-śmieci", "nevyžádaná pošta", "спам", "нежелательная почта", "迷惑メール", "垃圾邮件", "垃圾郵件", "스팸", "정크 메일", "önemsiz e-posta", "lixo eletrônico"},
	mail.RoleArchive: {"archive", "archiv", "archives", "archivo", "archivio", "archief", "arkiv", "arkisto", "archiwum", "архив", "архів",
		"アーカイブ", "存档", "封存", "보관", "보관함", "arşiv", "arquivo"},
}

var roleByName = func() map[string]mail.SpecialUse {
	m := map[string]mail.SpecialUse{}
	for role, names := range roleNames {
		for _, n := range names {
			m[n] = role
		}
	}
	return m
}()

// Named is the role that a mailbox of that name has where nothing states another; "" for none.
func Named(name string) mail.SpecialUse { return roleByName[strings.ToLower(name)] }

// Assign gives the roles that the server did not state, by name, to mailboxes on
// the top level; each role to one mailbox at most.
func Assign(boxes []mail.Mailbox) {
	byName := map[string]int{}
	taken := map[mail.SpecialUse]bool{}
	for i, m := range boxes {
		if m.Use != "" && taken[m.Use] {
			boxes[i].Use = ""
			continue
		}
		taken[m.Use] = true
		if len(m.Name) == 1 && m.Use == "" && !m.NoSelect {
			if _, found := byName[strings.ToLower(m.Name[0])]; !found {
				byName[strings.ToLower(m.Name[0])] = i
			}
		}
	}
	for use, names := range roleNames {
		if taken[use] {
			continue
		}
		for _, name := range names {
			if i, found := byName[name]; found {
				boxes[i].Use = use
				break
			}
		}
	}
}
