package transfer

import (
	"strings"

	"stagecoach/engine/mail"
)

// namesOfRole are what mail programs and servers call a role where no
// attribute says it (RFC 6154 is younger than most mailboxes).
var namesOfRole = map[mail.SpecialUse][]string{
	mail.RoleSent: {"Sent", "Sent Items", "Sent Messages", "Sent Mail", "SentMail", "Sent-Mail", "Gesendet", "Gesendete Objekte",
		"Gesendete Elemente", "Gesendete Nachrichten", "Envoyés", "Éléments envoyés", "Messages envoyés", "Enviados", "Elementos enviados",
		"Itens enviados", "Mensajes enviados", "Inviati", "Posta inviata", "Verzonden", "Verzonden items", "Skickat", "Sendt", "Wysłane",
		"Elementy wysłane", "Отправленные", "送信済みアイテム", "送信済み", "已发送", "已发送邮件", "보낸 편지함"},
	mail.RoleDrafts: {"Drafts", "Draft", "Entwürfe", "Brouillons", "Borradores", "Rascunhos", "Bozze", "Concepten", "Utkast",
		"Kladder", "Szkice", "Kopie robocze", "Черновики", "下書き", "草稿", "草稿箱", "임시 보관함"},
	mail.RoleTrash: {"Trash", "Deleted Items", "Deleted Messages", "Deleted", "Papierkorb", "Gelöschte Objekte", "Gelöschte Elemente",
		"Corbeille", "Éléments supprimés", "Papelera", "Elementos eliminados", "Lixeira", "Itens excluídos", "Cestino", "Posta eliminata",
		"Prullenbak", "Verwijderde items", "Papperskorgen", "Papirkurv", "Kosz", "Elementy usunięte", "Корзина", "Удаленные",
		"ゴミ箱", "削除済みアイテム", "已删除", "已删除邮件", "지운 편지함"},
	mail.RoleJunk: {"Junk", "Junk E-mail", "Junk Email", "Junk-E-Mail", "Spam", "Bulk Mail", "Courrier indésirable", "Indésirables",
		"Correo no deseado", "Lixo eletrônico", "Posta indesiderata", "Ongewenste e-mail", "Skräppost", "Uønsket e-mail", "Wiadomości-śmieci",
		"Спам", "Нежелательная почта", "迷惑メール", "垃圾邮件", "정크 메일"},
	mail.RoleArchive: {"Archive", "Archives", "Archiv", "Archivo", "Archivio", "Arquivo", "Archief", "Arkiv", "Archiwum", "Архив", "存档", "보관"},
}

var roleByName = func() map[string]mail.SpecialUse {
	m := map[string]mail.SpecialUse{}
	for role, names := range namesOfRole {
		for _, n := range names {
			m[strings.ToLower(n)] = role
		}
	}
	return m
}()

// roleOf is a folder's role: what the server says first, its name second, and that
// only at the top, or right below an INBOX that holds everything.
func roleOf(own mail.Name, use mail.SpecialUse) mail.SpecialUse {
	switch {
	case use != "":
		return use
	case own.IsInbox():
		return mail.RoleInbox
	case len(own) == 1, len(own) == 2 && own[0] == "INBOX":
		return roleByName[strings.ToLower(own[len(own)-1])]
	}
	return ""
}
