# Die Worte der Seite auf Deutsch. Welche Texte es gibt, sagt der Ordner en.

language-name = Deutsch
language-direction = ltr

## The frame around every screen

page-name = Konto-Umzug
page-privacy = Diese Seite spricht mit deinen Anbietern und mit niemandem sonst. Wenn du sie schließt, bleibt nichts zurück.
page-broken = In dieser Seite ist etwas schiefgegangen, sie kann nicht weitermachen. Was du gespeichert hast, ist da, und was schon umgezogen ist, bleibt umgezogen. Lade die Seite neu und melde dich an: Sie vergleicht zuerst und ergänzt nur, was fehlt.
config-error = Für die Betreiber dieser Seite: { $error }

back = Zurück
continue = Weiter
start-over = Von vorn beginnen

language-label = Sprache
path-label = Dein Weg
path-step-done = erledigt
path-sign-in = Anmelden
path-file = Öffnen
path-look = Ansehen
path-save = Sichern
path-read = Lesen
path-arrive = Ziel
path-review = Prüfen
path-move = Umzug
path-tell = Leute
path-done = Fertig

side-origin = Von
side-destination = Nach
side-unknown = noch nicht gewählt
side-file = eine Datei bei dir
accounts-label = Woher und wohin

reached = { $done } von { $total }

## Welcome

welcome-title = Nimm deine Leute mit
welcome-lead = Zieh mit deinem Chat-Konto zu einem anderen Anbieter um oder sichere dir eine Kopie. Was umzieht, wird zurückgelesen und geprüft, eins nach dem anderen.
start-move-title = In ein neues Konto umziehen
start-move-text = Kontakte, Gruppenchats, Profil und mehr
start-backup-title = Eine Kopie meines Kontos sichern
start-backup-text = Eine Datei, die bei dir bleibt
start-restore-title = Eine Kopie in ein Konto einspielen
start-restore-text = Aus einer Datei von hier oder anderswo
start-open-title = In eine gesicherte Kopie hineinsehen
start-open-text = Nachrichten und Kontakte lesen, ohne Anmeldung
start-follow-title = Sehen, wer gefolgt ist
start-follow-text = Schon umgezogen? Gib Bescheid oder frag noch einmal
welcome-limits = In deinem alten Konto wird nichts verändert, es sei denn, du willst es ganz am Ende. Schlüssel zur Verschlüsselung bleiben auf deinen Geräten. Deinen Nachrichtenverlauf kann keine Seite in ein neues Konto übertragen, aber du kannst ihn als Datei mitnehmen.

## Signing in

origin-title = Melde dich bei deinem Konto an
origin-lead = Bei dem, aus dem du kommst. Es wird nur gelesen und nicht verändert.
origin-lead-follow = Bei dem, aus dem du ausgezogen bist. Zuerst wird nur hineingeschaut; was dort geschrieben wird, bestimmst du.
origin-lead-backup = Es wird nur gelesen und nicht verändert.
destination-title = Melde dich bei deinem neuen Konto an
destination-lead-follow = Bei dem, in das du gezogen bist. Es zeigt, wer mitgekommen ist.
destination-lead = Du siehst, was sich dort ändern würde, bevor etwas geschrieben wird.

field-address = Adresse
field-address-hint = Wie anna@example.org
address-put-right = Gelesen als { $address }. Wenn das nicht stimmt, verbessere es bitte.
field-password = Passwort
field-endpoint-offer = Mein Anbieter hat mir eine Verbindungsadresse gegeben
field-endpoint = Verbindungsadresse
field-endpoint-hint = Sie beginnt mit wss:// oder https://
password-goes = Dein Passwort geht von dieser Seite direkt an deinen Anbieter, sonst nirgendwohin. Wenn du fertig bist, bleibt nichts zurück.
password-goes-to = Dein Passwort geht von dieser Seite direkt an { $provider }, sonst nirgendwohin. Wenn du fertig bist, bleibt nichts zurück.
password-show = Zeigen
password-show-label = Das Passwort zeigen

connect = Anmelden
connecting = Anmeldung läuft
connect-again = Wieder anmelden
sign-out = Abmelden
signed-in-as = Du bist angemeldet als { $address }.
allow-plain = So schicken, wie es ist

## A file instead of an account

file-title = Öffne deine Kopie
file-lead = Die Datei wird hier in deinem Browser gelesen und nirgendwohin geschickt.
file-input = Deine Datei
file-input-hint = Sie endet auf .xml, .zip oder .age und stammt von dieser Seite, einer anderen App oder deinem Anbieter.
file-read = { $name } ist gelesen, { $size }.
file-notes =
    { $count ->
        [one] Eine Stelle darin war ungewöhnlich und wurde repariert oder übergangen.
       *[other] { $count } Stellen darin waren ungewöhnlich und wurden repariert oder übergangen.
    }
file-users =
    { $count ->
        [one] In dieser Datei ist ein Konto.
       *[other] In dieser Datei sind { $count } Konten. Welches ist deines?
    }
file-user-choose = Bitte wählen

## On the way

status-connecting = Anmeldung läuft
status-reading-file = Deine Datei wird gelesen

## Problems: what happened, and what one can do

problem-retry = Noch einmal versuchen
problem-details = Technische Einzelheiten

problem-bad-address-what = Das sieht nicht wie eine Adresse aus.
problem-bad-address-advice = Eine Adresse hat einen Namen, ein @ und einen Anbieter, wie anna@example.org. Bitte sieh nach, was dort steht.
cause-empty-what = Die Adresse fehlt.
cause-empty-advice = Sie hat einen Namen, ein @ und einen Anbieter, wie anna@example.org.
cause-no-name-what = Das ist nur der Anbieter.
cause-no-name-advice = Bitte setz deinen Namen und ein @ davor, wie anna@example.org.
cause-no-provider-what = Das ist nur der Name.
cause-no-provider-advice = Bitte häng ein @ und deinen Anbieter an, wie anna@example.org. Deine App zeigt die ganze Adresse in den Einstellungen zum Konto.
cause-two-ats-what = In dieser Adresse steht mehr als ein @.
cause-two-ats-advice = Es kann nur eines geben, zwischen deinem Namen und deinem Anbieter, wie anna@example.org.
cause-space-what = In dieser Adresse steht ein Leerzeichen.
cause-space-advice = Bitte nimm es heraus, wie anna@example.org.
cause-link-what = Das ist die Adresse einer Webseite.
cause-link-advice = Deine eigene Adresse hat ein @ in der Mitte, wie anna@example.org. Deine App zeigt sie in den Einstellungen zum Konto.
cause-other-network-what = Das ist eine Adresse von Matrix, einem anderen Netz.
cause-other-network-advice = Diese Seite zieht Konten von XMPP (Jabber) um. Deren Adressen haben ein @ in der Mitte, wie anna@example.org.
problem-bad-endpoint-what = Diese Verbindungsadresse lässt sich nicht verwenden.
problem-bad-endpoint-advice = Sie sollte mit wss:// oder https:// beginnen und von deinem Anbieter kommen. Lass das Feld leer, dann sucht die Seite selbst.
problem-no-password-what = Das Passwort fehlt.
problem-no-password-advice = Bitte gib das Passwort dieses Kontos ein.
problem-page-incomplete-what = Der Rest dieser Seite ließ sich nicht laden.
problem-page-incomplete-advice = Prüf deine Verbindung und versuch es noch einmal. Bisher wurde nichts an irgendwen geschickt.
