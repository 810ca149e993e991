# Was gesagt wird, wenn sich jemand auf den Weg gemacht hat. Welche Texte es gibt, sagt der Ordner en.

## Counts, times and lists

reached-messages =
    { $done ->
        [one] eine Nachricht
       *[other] { $done } Nachrichten
    }
reached-messages-of = { $done } von { $total } Nachrichten
reached-messages-about = { $done } von etwa { $total } Nachrichten
reached-short = { $done } / { $total }
items-show = Zeigen: { $kind }
items-more =
    { $count ->
        [one] Noch eins zeigen
       *[other] Mehr zeigen (noch { $count })
    }
about = etwa { $count }
time-moment = weniger als eine Minute
time-minutes =
    { $count ->
        [one] etwa eine Minute
       *[other] etwa { $count } Minuten
    }
time-hours =
    { $count ->
        [one] etwa eine Stunde
       *[other] etwa { $count } Stunden
    }
time-left = Noch { $time }.
time-to-save = So schnell, wie dein alter Anbieter antwortet, dauert eine Kopie davon { $time }.

## What is there

choose-title = Das ist in deinem Konto
choose-lead = Was angehakt ist, kommt mit. Du kannst etwas weglassen.
choose-lead-backup = Was angehakt ist, kommt in deine Datei. Du kannst etwas weglassen.
choose-lead-restore = Das ist in deiner Datei. Was angehakt ist, kommt in das Konto; du kannst etwas weglassen.
choose-rows = Was in deinem Konto ist
choose-continue = Weiter
choose-read-again = Noch einmal lesen, was nicht ging
choose-left = Auch das ist in deiner Datei und lässt sich noch in kein Konto einspielen. Es bleibt in der Datei:

kind-roster = Kontakte
kind-subscription_requests = Kontaktanfragen
kind-blocklist = Blockierte Adressen
kind-privacy_lists = Ältere Sperrlisten
kind-profile = Profil
kind-avatar = Profilbild
kind-bookmarks = Gruppenchats
kind-private_storage = Einstellungen und Notizen deiner Apps
kind-pep_nodes = Andere veröffentlichte Daten
kind-archive_preferences = Einstellungen zum Verlauf
kind-message_archive = Nachrichtenverlauf
kind-offline_messages = Ungelesene Nachrichten
kind-uploaded_files = Hochgeladene Dateien
kind-foreign = Anderes

kind-when-asked = Während die Seite nachsieht, bist du für deine Kontakte vielleicht einen Moment lang online. Wenn das in Ordnung ist, setz den Haken.
kind-uncounted = Wie viel es ist, zeigt sich beim Sichern
kind-with-size = { $text } · etwa { $size }
kind-counting = Wird angesehen …
kind-comparing = Wird verglichen …
kind-empty = Hier ist nichts
kind-unsupported = Bei diesem Anbieter gibt es das nicht
kind-failed = Ließ sich nicht lesen
kind-partly =
    { $unread ->
        [one] { $count } gelesen, eins ließ sich nicht lesen
       *[other] { $count } gelesen, { $unread } ließen sich nicht lesen
    }
kind-roster-count = Mit Namen und Gruppen
kind-blocklist-count = Sie bleiben blockiert
kind-profile-count = Was du über dich angegeben hast
kind-avatar-count = Das deine Kontakte sehen
kind-bookmarks-count = In die du zurückkehrst
kind-private_storage-count = Einträge, die sie beim Anbieter haben
kind-privacy_lists-count = Regeln, wer dich erreichen darf
kind-pep_nodes-count = Was deine Apps veröffentlicht oder dort abgelegt haben
kind-archive_preferences-count = Wessen Nachrichten dein Anbieter aufhebt
kind-message_archive-count = Er kommt in deine Datei
kind-offline_messages-count = Sie warten auf deine Apps und bleiben dort
kind-subscription_requests-count = Menschen, die dich sehen möchten
kind-uploaded_files-count = Was du in Chats geschickt hast

requests-messages =
    { $count ->
        [one] Während die Seite nachsah, kam eine Nachricht zu ihr statt zu deiner App. Sie steht unten in der Liste und in deiner Kopie.
       *[other] Während die Seite nachsah, kamen { $count } Nachrichten zu ihr statt zu deiner App. Sie stehen unten in der Liste und in deiner Kopie.
    }
history-into-copy = Deinen Nachrichtenverlauf kann keine Seite in ein anderes Konto übertragen. Er kommt in deine Kopie: Sichere dir unten eine.
history-stays-in-file = Das bleibt in deiner Datei; keine Seite kann es in ein Konto übertragen.
uploads-unseen = Bilder und Dateien aus deinen Nachrichten. Setz den Haken, dann sucht die Seite in deinen Nachrichten danach und zeigt, wie groß sie sind, bevor etwas geholt wird.
uploads-remark = Bilder und Dateien aus deinen Nachrichten. Sie werden geholt, wenn du eine Kopie speicherst, eine nach der anderen; das kann dauern.
look-for-files = Nach Dateien suchen
look-step-archive = Deine Nachrichten werden nach Dateien durchgesehen
look-step-sizes = Es wird gefragt, wie groß deine Dateien sind
look-end = Nicht weitersuchen
file-size = { $size }
file-size-unknown = Niemand sagt, wie groß sie ist
file-doubtful = Sie lässt sich wahrscheinlich nicht holen
uploads-unknown-size =
    { $count ->
        [one] Von einer davon sagt niemand, wie groß sie ist.
       *[other] Von { $count } davon sagt niemand, wie groß sie sind.
    }
uploads-doubtful =
    { $count ->
        [one] Eine davon lässt sich wahrscheinlich nicht holen. Sie wird trotzdem versucht, und dein Bericht nennt sie.
       *[other] { $count } davon lassen sich wahrscheinlich nicht holen. Sie werden trotzdem versucht, und dein Bericht nennt sie.
    }
uploads-encrypted =
    { $count ->
        [one] Eine weitere ist verschlüsselt. Sie wird nicht geholt; ihr Link bleibt in deinen Nachrichten.
       *[other] { $count } weitere sind verschlüsselt. Sie werden nicht geholt; ihre Links bleiben in deinen Nachrichten.
    }
uploads-elsewhere =
    { $count ->
        [one] Eine weitere liegt bei einem anderen Anbieter und wird nicht geholt.
       *[other] { $count } weitere liegen bei anderen Anbietern und werden nicht geholt.
    }
uploads-too-many =
    { $count ->
        [one] Eine weitere ist zu viel für eine Kopie und wird nicht geholt.
       *[other] { $count } weitere sind zu viele für eine Kopie und werden nicht geholt.
    }
uploads-overlooked = Nicht alle deine Nachrichten ließen sich lesen, es kann also mehr geben.
keys-stay = Schlüssel zur Verschlüsselung bleiben auf deinen Geräten. Deine Apps machen neue; Kontakte werden vielleicht gebeten, sie zu bestätigen.
rooms-history =
    { $count ->
        [one] Was in deinem Gruppenchat geschrieben wurde, liegt auf dessen eigenem Server und nicht in deinem Konto. Es gehört nicht dazu; du findest es dort, wenn du den Gruppenchat wieder betrittst.
       *[other] Was in deinen { $count } Gruppenchats geschrieben wurde, liegt auf deren eigenen Servern und nicht in deinem Konto. Es gehört nicht dazu; du findest es dort, wenn du die Gruppenchats wieder betrittst.
    }

range-everything = Der ganze Nachrichtenverlauf kommt in die Datei. Nur einen Teil nehmen
range-part = Nur ein Teil des Nachrichtenverlaufs kommt in die Datei
range-since = Wie weit zurück
range-all = Alles
range-year = Das letzte Jahr
range-day = Seit einem Tag
range-first-day = Erster Tag
range-with = Mit wem
range-everybody = Mit allen
range-only = Nur mit einem Kontakt oder Gruppenchat
range-without = Mit allen außer einem Kontakt oder Gruppenchat
range-address = Adresse des Kontakts oder Gruppenchats

expert = Für Fachleute: weitere private Daten
expert-text = Apps können private Daten unter eigenen Namen ablegen, und Anbieter zählen sie nicht auf. Wenn du einen solchen Namen kennst, wird nach ihm gefragt wie nach den bekannten.
private-name = Name des Elements
private-name-hint = Wie storage
private-namespace = Namensraum
private-namespace-hint = Wie storage:rosternotes
private-add = Danach fragen
private-remove = Entfernen
private-remove-label = Nicht mehr nach { $name } fragen

## A copy as a file

copy-title = Zuerst eine Kopie
copy-text = Mit einer Kopie in der Hand kann nichts verloren gehen, was immer beim alten Anbieter geschieht. Deine Kontakte und Passwörter von Gruppenchats stehen darin; bewahre sie auf, wo nur du sie lesen kannst.
save-file = Eine Kopie sichern
save-file-busy = Deine Kopie entsteht
save-file-ready = Die Kopie jetzt sichern
save-file-again = Noch einmal sichern
save-to-disk = An einem Ort auf der Festplatte sichern
save-cancel = Sichern beenden
save-stay = Bitte lass diese Seite offen, bis deine Kopie gesichert ist.
save-step-archive = Deine Nachrichten kommen an
save-step-uploads = Deine Dateien kommen an
save-step-proving = Deine Kopie wird zurückgelesen und geprüft
save-ready = Deine Kopie { $name } ist bereit, { $size }. Dein Browser möchte noch einen Druck auf den Knopf.
save-done = Gesichert als { $name }, { $size }, und zurückgelesen: Alles ist darin.
save-done-partly = Gesichert als { $name }, { $size }. Nicht alles ließ sich lesen, deshalb ist nicht alles darin.
save-done-other = Gesichert als { $name }, { $size }. Du hast inzwischen anderes gewählt: Sichere noch einmal, damit es in einer Datei ist.

## Before anything is written

review-title = Vorher und nachher
review-lead = Noch ist nichts geschrieben. Das würde sich in { $address } ändern.
review-rows = Was sich ändern würde
review-nothing = Es gibt nichts zu ergänzen: Alles ist schon da.
review-only-additions =
    { $add ->
        [one] Eines kommt dazu. Was dort ist, bleibt, wie es ist.
       *[other] { $add } Dinge kommen dazu. Was dort ist, bleibt, wie es ist.
    }
review-only-changes =
    { $change ->
        [one] Eines gibt es auf beiden Seiten, und du entscheidest, was bleibt.
       *[other] { $change } Dinge gibt es auf beiden Seiten, und du entscheidest, was bleibt.
    }
review-both =
    { $add ->
        [one] Eines kommt dazu.
       *[other] { $add } Dinge kommen dazu.
    } { $change ->
        [one] Eines gibt es auf beiden Seiten, und du entscheidest, was bleibt.
       *[other] { $change } Dinge gibt es auf beiden Seiten, und du entscheidest, was bleibt.
    }
review-limits = Kontakte ziehen mit Namen und Gruppen um, und noch erfährt niemand davon. Ihnen Bescheid zu geben ist danach ein eigener Schritt, und du bestimmst, wie.
review-start = Jetzt umziehen

plan-count-add = { $count } kommen dazu
plan-count-same = { $count } schon da
plan-count-change =
    { $count ->
        [one] eins ist verschieden
       *[other] { $count } sind verschieden
    }
plan-count-left-out = { $count } weggelassen
plan-add = Kommt dazu
plan-stay-behind = Bleibt zurück
plan-same = Schon da
plan-change = Beide Konten haben das, und es ist verschieden
plan-theirs = Neues Konto: { $value }
plan-ours = Altes Konto: { $value }
plan-nothing = nichts
choice-legend = Was soll bleiben: { $item }
choice-keep = Behalten, was im neuen Konto steht
choice-take = Nehmen, was im alten Konto steht
choice-leave = Zurücklassen
choice-bring = Mitnehmen
choice-unite = Beides zusammenfügen
autojoin = Meine Apps dürfen diese Gruppenchats von selbst betreten
autojoin-hint = Wie beim alten Konto. Ohne Haken kommen die Gruppenchats mit, und du betrittst sie, wann du magst.

## On the way

migrating-title = Unterwegs
migrating-lead = Bitte lass diese Seite offen. Der Bildschirm bleibt solange an, und wenn die Verbindung abreißt, geht es von selbst weiter.
migrating-rows = Was umzieht
run-preparing = Wird vorbereitet
run-held = Angehalten
run-waiting = Warten auf deine Verbindung
run-waiting-text = Nichts geht verloren. Die Seite meldet sich von selbst wieder bei { $address } an und macht weiter, wo sie war.
run-needs-password = Dein Passwort wird gebraucht
run-cancelling = Wird beendet
run-pause = Anhalten
run-resume = Weitermachen
run-cancel = Beenden
run-state-waiting = Kommt noch dran
run-state-running = Zieht um
run-state-paused = Angehalten
run-state-done = Angekommen und geprüft
run-state-partial = Zum Teil angekommen
run-state-failed = Nicht angekommen
run-state-skipped = Nichts zu tun
roundabout-origin = Dein alter Anbieter lässt diese Seite nur auf einem langsameren Weg herein. Alles geht genauso; es dauert länger.
roundabout-destination = Dein neuer Anbieter lässt diese Seite nur auf einem langsameren Weg herein. Alles geht genauso; es dauert länger.
slow-origin = Dein alter Anbieter bremst uns. Das darf er; es dauert nur länger.
slow-destination = Dein neuer Anbieter bremst uns. Das darf er; es dauert nur länger.

status-looking = Dein Konto wird angesehen
status-looked = Alles ist angesehen
status-saving = Deine Kopie entsteht
status-saved = Deine Kopie ist gesichert
status-comparing = Dein neues Konto wird angesehen
status-compared = Der Vergleich ist fertig

## What came of it

report-title-complete = Alles ist angekommen
report-title-partial = Fast alles ist angekommen
report-title-failed = Es hat nicht geklappt
report-title-saved = Deine Kopie ist gesichert
report-title-saved-partly = Deine Kopie ist gesichert, mit Lücken
report-complete =
    { $arrived ->
        [one] Eines ist in deinem neuen Konto. Es wurde zurückgelesen und geprüft.
       *[other] { $arrived } Dinge sind in deinem neuen Konto. Jedes wurde zurückgelesen und geprüft.
    }
report-partial =
    { $arrived ->
        [one] Eines ist angekommen und geprüft.
       *[other] { $arrived } Dinge sind angekommen und geprüft.
    } { $failed ->
        [0] Etwas ließ sich nicht lesen oder prüfen; sieh unten nach.
        [one] Eines ist nicht angekommen. Unten steht, welches und warum.
       *[other] { $failed } sind nicht angekommen. Unten steht, welche und warum.
    }
report-failed =
    { $failed ->
        [0] Nichts konnte umziehen. Unten steht, warum. Dein altes Konto ist, wie es war.
        [one] Das eine, das da war, ist nicht angekommen. Unten steht, warum. Dein altes Konto ist, wie es war.
       *[other] Keines der { $failed } Dinge ist angekommen. Unten steht, warum. Dein altes Konto ist, wie es war.
    }
report-saved =
    { $arrived ->
        [one] Eines ist in deiner Datei. Sie wurde zurückgelesen und enthält es.
       *[other] { $arrived } Dinge sind in deiner Datei. Sie wurde zurückgelesen und enthält jedes davon.
    }
report-saved-partly =
    { $arrived ->
        [one] Eines ist in deiner Datei.
       *[other] { $arrived } Dinge sind in deiner Datei.
    } { $failed ->
        [0] Etwas ließ sich nicht lesen; sieh unten nach.
        [one] Eines ließ sich nicht lesen; es steht unten.
       *[other] { $failed } ließen sich nicht lesen; sie stehen unten.
    }
report-rows = Alles, nach Art
report-exceptions =
    { $count ->
        [one] Eine Ausnahme
       *[other] { $count } Ausnahmen
    }
result-copied = { $count } angekommen
result-saved = { $count } gesichert
result-already-there = { $count } schon da
result-changed =
    { $count ->
        [one] eins angepasst
       *[other] { $count } angepasst
    }
result-left-out = { $count } weggelassen
result-failed = { $count } gescheitert
result-history =
    { $count ->
        [one] Eine Nachricht ist in deiner Datei.
       *[other] { $count } Nachrichten sind in deiner Datei.
    }
report-ends = Von { $origin } nach { $destination }, { $day }
print-report = Drucken
report-next = Wie es weitergeht
report-next-move = Noch weiß niemand, dass du umgezogen bist. Als Nächstes kannst du deinen Kontakten Bescheid geben und sehen, wer mitkommt. Behalte dein altes Konto, bis es so weit ist.
report-next-backup = Bewahre die Datei auf, wo nur du sie lesen kannst: Deine Kontakte stehen darin und Passwörter von Gruppenchats. Diese Seite kann sie jederzeit in ein anderes Konto einspielen.
report-retry = Gescheitertes noch einmal versuchen
report-continue = Meinen Kontakten Bescheid geben
save-report = Bericht sichern

## Why something is changed or left out

reason-this-is-you = Das ist deine neue Adresse: Niemand ist sein eigener Kontakt
reason-united = Zwei Einträge meinten dieselbe Adresse; ihre Gruppen sind jetzt beisammen
reason-same-as = Dasselbe wie { $other }, das mitkommt
reason-resource-dropped = Auf die Adresse selbst gekürzt, ohne das Gerät
reason-own-address = Nannte deine alte Adresse und nennt jetzt die neue
reason-invalid-address = Kein Anbieter nimmt das als Adresse an
reason-kept-theirs = Du wolltest behalten, was im neuen Konto steht
reason-not-chosen = Du wolltest es weglassen
reason-merged = Zusammengefügt mit dem, was im neuen Konto steht
reason-unsupported = Beim neuen Anbieter gibt es das nicht
reason-not-yet = Das kann diese Version noch nicht umziehen
reason-not-kept-by-server = Der neue Anbieter bildet das aus anderen Daten und behält es nicht
reason-autojoin-later = Deine Apps betreten ihn vorerst nicht von selbst, wie du wolltest
reason-web-bookmark = Eine Web-Adresse unter den Gruppenchats; dafür gibt es keinen Platz mehr
reason-as-vcard4 = Steht in der neueren Form des Profils
reason-picture-incomplete = Im alten Konto genannt, aber das Bild selbst fehlt dort
reason-picture-from-vcard = Aus dem Profil als dein Bild übernommen
reason-older-value = Die neuere Form des Profils sagt etwas anderes, und es ist nur Platz für eines
reason-held-by-other = Kommt mit anderen Daten, die dasselbe enthalten
reason-declined = Du hast gewählt, es nicht mitzunehmen
reason-only-in-file = Bleibt in deiner Datei: Keine App kann es in ein anderes Konto übertragen
reason-device-keys = Schlüssel zum Verschlüsseln gehören zu einem Gerät und einer Adresse. Deine Apps machen im neuen Konto neue
reason-passing-state = Galt nur für den Augenblick
reason-earlier-move = Der Hinweis auf einen früheren Umzug; er würde jetzt in die falsche Richtung zeigen
reason-their-subscription = Jemand anders folgt dem; das kann nur diese Person selbst im neuen Konto tun
reason-stricter-access = Der neue Anbieter kann es nicht denselben Leuten zeigen; dort sehen es weniger
reason-more-than-server-keeps = Der neue Anbieter behält davon nicht so viele; die neuesten kamen mit
reason-namespace-forgotten = Der neue Anbieter ändert ein technisches Detail daran; was es sagt, ist gleich
reason-nothing-there = Darin ist nichts
reason-other-default = Die Liste ist da, aber nicht eingeschaltet: Deine blockierten Adressen stehen in der, die es ist
reason-repeated = Dein Anbieter gab sie doppelt heraus; sie ist einmal da
reason-repaired = In die Form gebracht, die die Datei braucht; das Gesagte ist unverändert
reason-not-a-message = Enthält keine Nachricht oder keine Zeit, dafür gibt es keinen Platz
reason-stray = Kam von jemand anderem oder ungefragt und wurde nicht geglaubt
reason-must-ask-again = Wer gefragt hat, muss deine neue Adresse fragen
reason-stays-on-server = Dein Anbieter zeigt sie nur, indem er sie herausgibt; darum bleiben sie für deine anderen Apps; die meisten stehen auch im Verlauf
reason-encrypted-link = Für den Chat verschlüsselt; der Link in deinem Verlauf öffnet sie weiterhin
reason-elsewhere = Liegt bei jemand anderem; der Link bleibt in deinem Verlauf
reason-too-many = Mehr Dateien, als sich auf einmal betreuen lassen; der Link bleibt in deinem Verlauf
reason-not-for-portals = Portale, die so eine Datei nehmen, nehmen das nicht; es ist in der vollständigen Kopie
reason-no-room-for-portals = Größer, als Portale es nehmen; es ist in der vollständigen Kopie

## Problems: what happened, and what one can do

problem-bad-name-what = Das ist kein Name eines Elements mit Namensraum.
problem-bad-name-advice = Im Namen sind keine Leerzeichen und kein Doppelpunkt, und der Namensraum ist nicht leer. Wer deine App gemacht hat, kann dir beides sagen.
problem-no-endpoint-what = { $domain } lässt keine Browser ein.
problem-no-endpoint-advice = Adresse und Passwort sind vielleicht richtig. Du kannst es später noch einmal versuchen, eine Verbindungsadresse eingeben, falls dein Anbieter dir eine genannt hat, oder den Leuten dort eine Nachricht schicken.
problem-unreachable-what = { $domain } ist gerade nicht zu erreichen.
problem-unreachable-advice = Adresse und Passwort sind vielleicht richtig. Sieh nach, ob du online bist, oder versuch es in einer Weile noch einmal. Es kann auch sein, dass das Zertifikat abgelaufen ist; ein Browser verrät das nicht.
problem-wrong-password-what = { $domain } hat dieses Passwort nicht angenommen.
problem-wrong-password-advice = Prüf die Adresse und gib das Passwort noch einmal ein. Manche Anbieter sperren ein Konto nach mehreren falschen Versuchen für eine Weile.
problem-account-disabled-what = { $domain } hat dieses Konto geschlossen oder gesperrt.
problem-account-disabled-advice = Nur dein Anbieter kann es wieder öffnen. Bitte schreib ihm.
problem-server-busy-what = { $domain } kann im Moment keine Passwörter prüfen.
problem-server-busy-advice = Das geht von selbst vorbei. Versuch es in ein paar Minuten noch einmal.
problem-sign-in-refused-what = { $domain } hat dich nicht eingelassen.
problem-sign-in-refused-advice = Der Grund ist nicht dein Passwort; er steht in den Einzelheiten. Dein Anbieter kann helfen.
problem-no-common-mechanism-what = { $domain } bietet Browsern keinen sicheren Weg zur Anmeldung.
problem-no-common-mechanism-advice = Dein Passwort wurde nicht verschickt. Bitte deinen Anbieter, die Anmeldung mit SCRAM zu erlauben.
problem-plain-only-what = { $domain } will dein Passwort so, wie es ist.
problem-plain-only-advice = Sonst bekommt ein Anbieter nur den Beweis, dass du das Passwort kennst. Dieser nimmt das Passwort selbst, über eine verschlüsselte Verbindung. Wenn du { $domain } vertraust, kannst du es schicken.
problem-weaker-than-before-what = { $domain } verlangt plötzlich eine schwächere Anmeldung als zuvor.
problem-weaker-than-before-advice = Vielleicht hört jemand mit. Es wurde nichts verschickt. Versuch es aus einem anderen Netz oder frag deinen Anbieter.
problem-server-not-proven-what = { $domain } konnte nicht beweisen, dass es dein Konto kennt.
problem-server-not-proven-advice = Vielleicht ist es nicht das echte. Mach aus diesem Netz nicht weiter; versuch ein anderes, und frag deinen Anbieter, wenn es so bleibt.
problem-password-needed-what = { $domain } möchte dein Passwort noch einmal.
problem-password-needed-advice = Die Verbindung ist abgerissen und kommt ohne das Passwort nicht wieder. Nichts ist verloren; es geht hier weiter.
problem-server-broken-what = { $domain } hat etwas geantwortet, das keinen Sinn ergibt.
problem-server-broken-advice = Versuch es noch einmal. Wenn es so bleibt, helfen deinem Anbieter die Einzelheiten.
problem-server-closed-stream-what = { $domain } hat die Verbindung beendet.
problem-server-closed-stream-advice = Versuch es in einer Weile noch einmal. Den genannten Grund findest du in den Einzelheiten.
problem-same-account-what = Das ist das Konto, aus dem du kommst.
problem-same-account-advice = Bitte melde dich bei dem anderen an, dem neuen.
problem-connection-lost-what = Die Verbindung ist abgerissen.
problem-connection-lost-advice = Nichts ist verloren. Die Seite versucht es von selbst wieder; du kannst es auch jetzt versuchen.
problem-slow-server-what = Der Anbieter hat nicht rechtzeitig geantwortet.
problem-slow-server-advice = Vielleicht hat er viel zu tun. Versuch es in einer Weile noch einmal.
problem-refused-what = Der Anbieter hat das abgelehnt.
problem-refused-advice = Den genannten Grund findest du in den Einzelheiten. Alles andere geht weiter.
problem-too-large-what = Das sind { $size }, und der Anbieter nimmt höchstens { $limit }.
problem-too-large-advice = So kann es nicht umziehen. In deiner gesicherten Kopie bleibt es.
problem-server-closed-what = Der Anbieter hat deswegen die Verbindung beendet.
problem-server-closed-advice = Es wird nicht noch einmal geschickt, damit der Rest weitergehen kann. In deiner gesicherten Kopie bleibt es.
problem-malformed-answer-what = Die Antwort des Anbieters ergibt keinen Sinn.
problem-malformed-answer-advice = Versuch es noch einmal. Wenn es so bleibt, helfen deinem Anbieter die Einzelheiten.
problem-not-kept-what = Der Anbieter hat das angenommen, aber beim Zurücklesen war es nicht da.
problem-not-kept-advice = Versuch es noch einmal. Wenn es so bleibt, behält der Anbieter so etwas nicht.
problem-conflict-what = Das hat sich im neuen Konto geändert, nachdem du es angesehen hattest.
problem-conflict-advice = Es blieb dort, wie es ist. Geh zurück und vergleich noch einmal, um zu entscheiden.
problem-not-private-what = Der Anbieter kann das nicht vertraulich halten.
problem-not-private-advice = Es wurde nicht geschrieben, weil andere es dort lesen könnten, samt Passwörtern von Gruppenchats. In deiner gesicherten Kopie bleibt es.
problem-endless-pages-what = Die Nachrichtenliste deines Anbieters wiederholt sich ohne Ende.
problem-endless-pages-advice = Was vorher kam, ist gesichert. Versuch es später noch einmal oder frag deinen Anbieter.
problem-archive-gap-what = Dein Anbieter sagt, er habe mehr Nachrichten, als er herausgegeben hat.
problem-archive-gap-advice = Was kam, ist gesichert. Sichere später noch einmal, um zu sehen, ob der Rest kommt.
problem-not-fetched-what = Diese Datei ließ sich nicht holen.
problem-not-fetched-advice = Ihr Link steht im Bericht: Öffne ihn im Browser und speichere sie von Hand, solange es das alte Konto gibt.
problem-cancelled-what = Du hast beendet, bevor das dran war.
problem-cancelled-advice = Du kannst mit dem Rest jederzeit weitermachen.
problem-not-xep-0227-what = In dieser Datei ist kein Konto.
problem-not-xep-0227-advice = Bitte wähl die Datei, die als Kopie deines Kontos gesichert wurde. Sie endet auf .xml.
problem-file-too-large-what = Etwas in dieser Datei ist größer, als ein wirkliches Konto je braucht.
problem-file-too-large-advice = Vielleicht ist sie beschädigt oder kein gesichertes Konto. Bitte wähl eine andere Datei.
problem-damaged-file-what = Diese Datei ist beschädigt.
problem-damaged-file-advice = Wo, steht in den Einzelheiten. Vielleicht wurde sie beim Sichern abgeschnitten; nimm eine andere Kopie, wenn du eine hast.
problem-file-unreadable-what = Der Browser konnte die Datei nicht bis zum Ende lesen.
problem-file-unreadable-advice = Vielleicht wurde sie inzwischen verschoben oder geändert, oder auf deinem Gerät ist kein Platz mehr. Bitte wähl sie noch einmal.
problem-nothing-in-file-what = In dieser Datei ist nichts, was sich in ein Konto einspielen ließe.
problem-nothing-in-file-advice = Bitte wähl eine andere Datei.
problem-several-users-what = In dieser Datei sind mehrere Konten.
problem-several-users-advice = Bitte wähl, welches deines ist.
problem-save-refused-what = Dein Browser hat die Datei nicht angenommen.
problem-save-refused-advice = Drück noch einmal auf den Knopf. Wenn es so bleibt, erlaube dieser Seite das Herunterladen.
problem-no-room-what = Dieser Browser hat höchstens Platz für { $free }, und deine Kopie braucht ungefähr { $needed }.
problem-no-room-advice = Mach auf diesem Gerät Platz, lass etwas weg oder lass die Seite direkt an einen Ort auf der Festplatte schreiben, wenn dein Browser das anbietet.
problem-save-not-proven-what = Die Datei ist geschrieben, enthält aber nicht alles, was gelesen wurde.
problem-save-not-proven-advice = Bitte sichere sie noch einmal und verlass dich nicht auf diese Kopie.
