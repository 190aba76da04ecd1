package lab

// correspondents are the people who write to the lab's users.
var correspondents = []struct{ name, address string }{
	{"Kari Furse", "kari@fabrikam.example"},
	{"Jürgen Müller", "j.mueller@beispiel.example"},
	{"François Lefèvre", "francois@exemple.example"},
	{"山田 太郎", "taro.yamada@rei.example"},
	{"Ольга Смирнова", "olga@primer.example"},
	{"Ελένη Παππά", "eleni@paradeigma.example"},
	{"O'Neil, Sean", "sean.oneil@woodgrove.example"},
	{"Dr. Noor \"Noor\" Al-Sayed", "noor@clinic.example"},
	{"Facilities", "facilities@contoso.com"},
	{"", "no-reply@tickets.example"},
}

// files are what people attach.
var files = []struct{ name, media string }{
	{"minutes.pdf", "application/pdf"},
	{"Angebot für März.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{"budget 2012.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"報告書.pdf", "application/pdf"},
	{"photo.jpg", "image/jpeg"},
	{"backup.tar.gz", "application/gzip"},
}

// languages hold what is written in the lab. English comes first, and German
// second because Latin-1 can hold it.
var languages = []struct{ subjects, sentences []string }{
	{
		subjects: []string{
			"Budget for the next quarter", "Minutes of Tuesday's meeting", "Server room key", "Lunch on Friday?",
			"Invoice 4711", "The printer on the second floor", "Apollo: status and next steps", "Holiday plans",
			"Please review before Monday", "Welcome to the team", "Your travel booking", "Weekly figures", "Lost umbrella",
		},
		sentences: []string{
			"Thank you for the quick answer.", "I have put the figures into the shared folder.",
			"Could you have a look before the end of the week?", "The supplier has moved the date once more.",
			"From noon on I am out of the office.", "As agreed on the phone, the contract starts in May.",
			"Nobody has the key to the server room, as far as I know.", "Please find the minutes below.",
			"We are three people for lunch; is the usual place all right?", "The second floor still waits for its printer.",
			"Let me know what you think of the plan.", "The old server will be switched off after the migration.",
		},
	},
	{
		subjects: []string{
			"Rückmeldung zum Entwurf", "Besprechung am Donnerstag verschoben", "Schlüssel für das Büro",
			"Angebot über die neuen Geräte", "Grüße aus Köln",
		},
		sentences: []string{
			"Vielen Dank für die schnelle Rückmeldung.", "Die Unterlagen liegen im üblichen Ordner.",
			"Könnten Sie das bitte bis Freitag prüfen?", "Die Gebühr beträgt künftig zwölf Euro.",
			"Mit freundlichen Grüßen aus dem Büro in München",
		},
	},
	{
		subjects: []string{"Réunion reportée à jeudi", "Devis pour la rentrée", "Numéro de la salle"},
		sentences: []string{
			"Merci beaucoup pour votre réponse rapide.", "La réunion aura lieu à neuf heures, salle été.",
			"Pourriez-vous vérifier le devis ci-joint ?", "Nous déménageons début août, près du château.",
		},
	},
	{
		subjects: []string{"会議の日程について", "見積書をお送りします", "出張のお知らせ"},
		sentences: []string{
			"いつもお世話になっております。", "資料を共有フォルダーに入れました。",
			"金曜日までにご確認ください。", "どうぞよろしくお願いいたします。",
		},
	},
	{
		subjects: []string{"Отчёт за квартал", "Перенос встречи", "Новый адрес офиса"},
		sentences: []string{
			"Спасибо за быстрый ответ.", "Документы лежат в общей папке.",
			"Посмотрите, пожалуйста, до пятницы.", "С уважением, отдел закупок.",
		},
	},
	{
		subjects: []string{"Η συνάντηση αναβάλλεται", "Προσφορά για τον Μάιο", "Party 🎉 on the roof"},
		sentences: []string{
			"Ευχαριστώ για τη γρήγορη απάντηση.", "Τα έγγραφα είναι στον κοινό φάκελο.",
			"Bring your own cups 🍵, please.", "Με εκτίμηση, το τμήμα πωλήσεων.",
		},
	},
}
