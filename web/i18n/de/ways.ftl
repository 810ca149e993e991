# Wege in ein Konto, und was im Weg ist: Das kommt mit der zweiten Hälfte des Programms.

## Problems: what happened, and what one can do

problem-offline-what = Dieses Gerät ist nicht mit dem Internet verbunden.
problem-offline-advice = Adresse und Passwort sind vielleicht richtig. Versuch es noch einmal, sobald du online bist.
cause-no-answer-what = Bei { $domain } antwortet nichts.
cause-no-answer-advice = Sieh zuerst nach einem Tippfehler in der Adresse. Stimmt sie, dann prüf, ob dieses Gerät online ist. Es kann auch sein, dass { $domain } keinen Webserver hat oder sein Zertifikat abgelaufen ist; ein Browser verrät nicht, was davon. Du kannst den Leuten dort eine Nachricht schicken.
cause-not-readable-what = { $domain } ist da, lässt Seiten wie diese aber nicht lesen, wohin sie sich verbinden sollen.
cause-not-readable-advice = Adresse und Passwort sind vielleicht richtig. In seinen Einstellungen fehlt eine Zeile; welche, steht in der Nachricht unten. Hat dein Anbieter dir eine Verbindungsadresse genannt, kannst du sie eingeben.
problem-plain-guessed-what = { $domain } ist gefunden, nähme dein Passwort aber nur so, wie es ist.
problem-plain-guessed-advice = Diese Seite musste raten, wohin sie sich verbindet, und auf gut Glück gibt sie kein Passwort her. Hat dein Anbieter dir eine Verbindungsadresse genannt, gib sie ein. Du kannst den Leuten dort auch eine Nachricht schicken.
problem-mechanisms-changed-what = Jemand hat verändert, was { $domain } dieser Seite gesagt hat.
problem-mechanisms-changed-advice = Dein Passwort wurde nicht verschickt. Mach aus diesem Netz nicht weiter; versuch ein anderes, und sag es deinem Anbieter, wenn es so bleibt.
problem-password-expired-what = Dein Passwort bei { $domain } ist abgelaufen.
problem-password-expired-advice = Setz mit deiner App oder auf der Webseite deines Anbieters ein neues und melde dich damit an.
problem-too-many-tries-what = { $domain } lässt von hier aus eine Weile niemanden anmelden.
problem-too-many-tries-advice = Meist gab es zu viele falsche Passwörter. Warte einige Minuten, bleibt es dabei eine halbe Stunde, und versuch es einmal mit dem richtigen Passwort. Die Seite versucht es nicht von selbst.
problem-account-moved-what = Dieses Konto ist nicht mehr bei { $domain }.
problem-account-moved-advice = Es ist umgezogen oder wurde gelöscht. Steht in den Einzelheiten eine andere Adresse, dann melde dich mit ihr an; sonst frag deinen Anbieter.
problem-not-served-what = Der Server bei { $domain } hat keine Konten mit diesem Namen hinter dem @.
problem-not-served-advice = Sieh hinter dem @ nach einem Tippfehler. Manche Anbieter haben in ihren Adressen einen kürzeren Namen als auf ihrer Webseite.
problem-wrong-server-what = Dort antwortet ein anderer Anbieter, nicht { $domain }.
problem-wrong-server-advice = Dein Passwort wurde nicht verschickt. Lass die Verbindungsadresse leer, oder sieh in ihr und in der Adresse nach Tippfehlern.

## A letter to those who run the provider

letter-offer = Eine Nachricht für deinen Anbieter
letter-lead = Sie ist für die Leute, die ihn betreiben. Kopier sie und schick sie ihnen.
letter-copy = Nachricht kopieren
letter-copied = Kopiert
letter-text =
    Hallo,

    ich möchte mein Konto bei { $domain } von einer Webseite aus benutzen, und mein Browser kann sich nicht verbinden. Den üblichen XMPP-Port können Browser nicht benutzen. Sie brauchen WebSocket (RFC 7395) über TLS und zwei kleine Dateien unter https://{ $domain }/.well-known/, die sagen, wo er ist (XEP-0156). So wird das eingerichtet:
letter-prosody =
    Prosody (Port 5281; "http_altconnect" gehört zu Version 13, bei älteren bitte die Dateien wie unten ausliefern):

    -- prosody.cfg.lua
    modules_enabled = { "{" }
        -- …, and besides what stands there:
        "websocket"; "bosh"; "http_altconnect";
    { "}" }
    -- only behind a proxy that ends TLS:
    consider_websocket_secure = true
    consider_bosh_secure = true
letter-ejabberd =
    ejabberd (ab 22.05; die beiden Dateien müssen über Port 443 zu erreichen sein, also bitte vom Webserver weiterreichen oder wie unten ausliefern):

    # ejabberd.yml
    listen:
      -
        port: 5443
        module: ejabberd_http
        tls: true
        request_handlers:
          /ws: ejabberd_http_ws
          /bosh: mod_bosh
          /.well-known/host-meta: mod_host_meta
          /.well-known/host-meta.json: mod_host_meta
    modules:
      mod_bosh: { "{" }{ "}" }
      mod_host_meta:
        websocket_url: "wss://@HOST@:5443/ws"
        bosh_service_url: "https://@HOST@:5443/bosh"
letter-host-meta =
    Oder mit nginx auf { $domain } selbst; die Kopfzeile lässt Webseiten die Dateien lesen (bei Prosody ist die Adresse wss://{ $domain }:5281/xmpp-websocket):

    location = /.well-known/host-meta { "{" }
        default_type application/xrd+xml;
        add_header Access-Control-Allow-Origin "*";
    { "}" }
    location = /.well-known/host-meta.json { "{" }
        default_type application/json;
        add_header Access-Control-Allow-Origin "*";
    { "}" }

    host-meta:
    <?xml version='1.0' encoding='utf-8'?>
    <XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>
      <Link rel='urn:xmpp:alt-connections:websocket' href='wss://{ $domain }:5443/ws'/>
    </XRD>

    host-meta.json:
    { "{" } "links": [{ "{" } "rel": "urn:xmpp:alt-connections:websocket", "href": "wss://{ $domain }:5443/ws" { "}" }] { "}" }
letter-proof =
    Das Zertifikat muss für { $domain } gültig sein. Passwörter sollten für SCRAM gespeichert sein, damit niemand sie im Klartext schicken muss.
letter-tried =
    Das wurde versucht:

    { $tried }

## What can move, and what cannot

sides-offer = Was umziehen kann und was nicht
sides-caption = Zu jeder Art von Daten, ob sie sich auf der alten Seite lesen und ins neue Konto legen lässt
sides-kind = Was
sides-old = Altes Konto
sides-file = Deine Datei
sides-new = Neues Konto
sides-can-read = Lesbar
sides-in-file = Ist darin
sides-stays = Nur für Apps abzuholen
sides-has-none = Gibt es dort nicht
sides-can-write = Kommt dorthin
sides-only-file = Nur in deine Datei
sides-ask-again = Müssen neu anfragen
sides-nothing = Nichts mitzunehmen
sides-stay = Das bleibt zurück: { $kinds }. Was in deiner Kopie ist, bleibt darin.
sides-all = Alles, was deine alte Seite hat, lässt sich ins neue Konto legen.
sides-limit = Dein neuer Anbieter nimmt { $size } auf einmal. Was größer ist, bleibt zurück, und der Bericht nennt es.
