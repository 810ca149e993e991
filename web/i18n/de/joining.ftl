# Zu einem neuen Konto: mit einer Einladung oder bei einem Anbieter eigener Wahl.

## Die Wege dorthin

new-account-none = Noch kein neues Konto?
invite-way = Ich habe eine Einladung
invite-way-text = Einen Link, den dir jemand geschickt hat
register-way = Hilf mir, einen Anbieter zu finden
register-way-text = Das Konto gleich hier anlegen

## Eine Einladung

invite-title = Deine Einladung
invite-lead = Füge den Link ein, den du bekommen hast. Es wird niemand etwas gefragt, bevor du weitermachst.
invite-link = Einladung
invite-link-hint = Ein Link, der mit https:// oder xmpp: beginnt
invite-scan = Aus einem Bild lesen
invite-scan-hint = Fotografiere den quadratischen Code, oder wähle ein Bild aus. Es bleibt in deinem Browser.
invite-scanning = Der Code wird gesucht
invite-to = Diese Einladung ist für ein Konto bei { $domain }.
invite-from = { $name } lädt dich ein. Wenn dein Konto angelegt ist, werdet ihr Kontakte, { $name } und du.
invite-guessed = Der Anbieter ist aus dem Link abgelesen. Enden die Adressen dort anders, ändere ihn unten.

## Ein Anbieter

register-title = Dein neuer Anbieter
register-lead = Gib den Anbieter ein, zu dem du willst, oder wähle einen aus der Liste. Es wird niemand etwas gefragt, bevor du gewählt hast.
register-domain = Anbieter
register-domain-hint = Der Teil nach dem @, wie example.org

providers-open = Zeig mir einige Anbieter
providers-loading = Die Liste wird geholt
providers-failed = Die Liste lässt sich nicht zeigen. Für die Betreiber dieser Seite: { $error }
providers-origin = Vom Projekt XMPP Providers, Stand { $date }. Die Liste ist ein Teil dieser Seite und kann veraltet sein; es gilt, was ein Anbieter selbst sagt.
providers-of-operator = Zusammengestellt von den Betreibern dieser Seite.
providers-shown = { $done } von { $total } Anbietern
filter-here = Nur, wo ich das Konto gleich hier anlegen kann
filter-no-puzzle = Nur ohne Bilderrätsel
filter-free = Nur kostenlose
filter-history = Nachrichten bleiben aufgehoben
filter-history-any = beliebig lange
filter-history-days =
    { $count ->
        [one] mindestens einen Tag
       *[other] mindestens { $count } Tage
    }
filter-country = Land
filter-country-any = Egal
provider-here = Du legst dein Konto gleich hier an.
provider-puzzle = Du legst dein Konto gleich hier an und löst ein kleines Bilderrätsel.
provider-web = Du legst dein Konto auf der Seite des Anbieters an.
provider-email = Er will eine E-Mail-Adresse wissen.
provider-history-days =
    { $count ->
        [one] Nachrichten bleiben einen Tag aufgehoben.
       *[other] Nachrichten bleiben { $count } Tage aufgehoben.
    }
provider-history-always = Nachrichten bleiben aufgehoben, solange du willst.
provider-files-days =
    { $count ->
        [one] Verschickte Dateien bleiben einen Tag aufgehoben.
       *[other] Verschickte Dateien bleiben { $count } Tage aufgehoben.
    }
provider-files-always = Verschickte Dateien bleiben aufgehoben, solange du willst.
provider-since = seit { $year }
provider-free = kostenlos
provider-paid = kostet Geld
provider-choose = { $domain } wählen

## Das Konto selbst

register-username = Name
register-username-hint = Er wird der Teil vor @{ $domain }.
register-username-reserved = Dieser Name bei { $domain } ist für dich reserviert.
register-password = Neues Passwort
register-password-hint = Es geht von dieser Seite direkt zu deinem neuen Anbieter, sonst nirgendwohin. Bewahre es auf: Deine Apps werden danach fragen.
register-suggest = Ein starkes vorschlagen
register-copy = Kopieren
register-copied = Kopiert. Lege es dort ab, wo du deine Passwörter aufbewahrst; diese Seite zeigt es nur jetzt.
register-asking = { $domain } wird gefragt, was noch gebraucht wird
register-said = { $domain } sagt: { $words }
register-lacks = { $domain } möchte noch etwas wissen. Bitte fülle aus, was unten steht; es wurde noch nichts abgeschickt.
register-picture = Ein Bild mit Buchstaben zum Abtippen
register-optional = { $label } (wenn du magst)
register-field-ocr = Was siehst du auf dem Bild?
register-field-email = E-Mail-Adresse
register-field-nick = Spitzname
register-field-name = Voller Name
register-field-first = Vorname
register-field-last = Nachname
register-field-phone = Telefon
register-field-date = Geburtsdatum
register-field-url = Webseite
register-submit = Mein Konto anlegen
registering = Dein Konto wird angelegt

## Auf der Seite des Anbieters

register-elsewhere = { $domain } legt Konten auf der eigenen Seite an. Sie öffnet sich in einem neuen Tab, und diese Seite wartet hier mit allem, was sie gelesen hat.
register-page = Die Seite von { $domain } öffnen
register-come-back = Komm zurück, wenn dein Konto angelegt ist, und melde dich damit an.
register-made = Ich habe mein Konto jetzt

## Probleme

problem-no-code-what = In diesem Bild ist kein Code zu erkennen.
problem-no-code-advice = Bitte fotografiere ihn noch einmal, gerade von oben und mit genug Licht, sodass das ganze Quadrat darauf ist. Oder füge den Link ein.
problem-bad-invitation-what = Das sieht nicht nach einer Einladung aus.
problem-bad-invitation-advice = Bitte kopiere den ganzen Link, den du bekommen hast. Er beginnt mit https:// oder xmpp: und enthält eine lange Reihe von Buchstaben.
problem-contact-invitation-what = Diese Einladung macht { $name } zu deinem Kontakt, aber ein Konto gehört nicht dazu.
problem-contact-invitation-advice = Bitte um eine Einladung, die ein neues Konto erlaubt, oder suche dir selbst einen Anbieter. Diese hier kannst du später in deiner App öffnen.
problem-invitation-used-what = { $domain } nimmt diese Einladung nicht an.
problem-invitation-used-advice = Sie wurde schon benutzt, oder ihre Zeit ist um. Wer dich eingeladen hat, kann eine neue machen.
problem-bad-provider-what = Das sieht nicht nach einem Anbieter aus.
problem-bad-provider-advice = Gemeint ist der Teil nach dem @ einer Adresse, wie example.org.
problem-bad-username-what = Dieser Name geht nicht.
problem-bad-username-advice = Buchstaben, Ziffern, Punkte und Bindestriche gehen immer; Leerzeichen und die Zeichen " & ' / : < > @ nicht.
problem-bad-new-password-what = Dieses Passwort geht nicht.
problem-bad-new-password-advice = Es ist leer oder enthält Zeichen, die keine Tastatur zeigt. Bitte gib ein anderes ein oder nimm das vorgeschlagene.
problem-form-incomplete-what = Eine Antwort fehlt: { $name }
problem-form-incomplete-advice = Dein neuer Anbieter fragt danach. Bitte fülle sie aus.
problem-name-taken-what = Bei { $domain } hat schon jemand diesen Namen.
problem-name-taken-advice = Wähle einen anderen Namen. Gehört das Konto dir, geh zurück und melde dich damit an.
problem-too-many-accounts-what = { $domain } lässt so bald kein weiteres Konto anlegen.
problem-too-many-accounts-advice = Viele Anbieter wollen zehn Minuten zwischen zwei Konten vom selben Anschluss, manche eine Stunde oder einen Tag. Es geht nichts verloren; warte etwas und drücke dann noch einmal.
problem-captcha-wrong-what = Die Antwort auf das Bilderrätsel war falsch oder kam zu spät.
problem-captcha-wrong-advice = Jetzt gibt es ein neues Bild. Name und Passwort stehen noch da.
problem-registration-closed-what = { $domain } legt so keine Konten an.
problem-registration-closed-advice = Vielleicht nur mit Einladung oder nur auf der eigenen Seite. Du kannst einen anderen Anbieter wählen.
problem-registration-refused-what = { $domain } hat das Konto nicht angelegt.
problem-registration-refused-advice = Ein anderer Name oder ein längeres Passwort kann helfen. Manche Anbieter nehmen neue Leute nur mit Einladung; was dieser gesagt hat, steht in den technischen Einzelheiten.
