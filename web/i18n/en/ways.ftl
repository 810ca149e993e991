# Ways into an account, and what is in the way: it comes with the second half of the program.

## Problems: what happened, and what one can do

problem-offline-what = This device is not connected to the internet.
problem-offline-advice = Your address and password may be fine. Try again as soon as you are online.
cause-no-answer-what = Nothing answers at { $domain }.
cause-no-answer-advice = Look for a slip in the address first. If it is right, see whether this device is online. It can also be that { $domain } has no web server, or that its certificate has run out; a browser does not say which. You can send the people there a note.
cause-not-readable-what = { $domain } is there, and does not let pages like this one read where to connect.
cause-not-readable-advice = Your address and password may be fine. One line in its settings is missing; the note below says which. If your provider gave you a connection address, you can enter it.
problem-plain-guessed-what = { $domain } was found, but it would take your password only as it is.
problem-plain-guessed-advice = This page had to guess where to connect, and at a guess it hands no password over. If your provider gave you a connection address, enter it. You can also send the people there a note.
problem-mechanisms-changed-what = Somebody changed what { $domain } told this page.
problem-mechanisms-changed-advice = Your password was not sent. Do not go on from this network; try another one, and tell your provider if it stays so.
problem-password-expired-what = Your password at { $domain } has run out.
problem-password-expired-advice = Set a new one with your app or on your provider’s web page, then sign in with that.
problem-too-many-tries-what = { $domain } lets nobody from here sign in for a while.
problem-too-many-tries-advice = Usually there were too many wrong passwords. Wait some minutes, half an hour if it stays so, and try once with the right password. The page does not try by itself.
problem-account-moved-what = This account is not at { $domain } any more.
problem-account-moved-advice = It has moved or was deleted. If the details name another address, sign in with that; else ask your provider.
problem-not-served-what = The server at { $domain } has no accounts of that name behind the @.
problem-not-served-advice = Look for a slip behind the @. Some providers use a shorter name in their addresses than for their web page.
problem-wrong-server-what = Another provider answers there, not { $domain }.
problem-wrong-server-advice = Your password was not sent. Leave the connection address empty, or check it and the address for slips.

## A letter to those who run the provider

letter-offer = A note for your provider
letter-lead = This is for the people who run it. Copy it and send it to them.
letter-copy = Copy the note
letter-copied = Copied
letter-text =
    Hello,

    I would like to use my account at { $domain } from a web page, and my browser cannot connect. Browsers cannot use the ordinary XMPP port. They need WebSocket (RFC 7395) over TLS, and two small files at https://{ $domain }/.well-known/ that say where it is (XEP-0156). This is how to set it up:
letter-prosody =
    Prosody (port 5281; "http_altconnect" is part of version 13, in older ones serve the files as below):

    -- prosody.cfg.lua
    modules_enabled = { "{" }
        -- …, and besides what stands there:
        "websocket"; "bosh"; "http_altconnect";
    { "}" }
    -- only behind a proxy that ends TLS:
    consider_websocket_secure = true
    consider_bosh_secure = true
letter-ejabberd =
    ejabberd (from 22.05 on; the two files have to be reachable at port 443, so pass them on from your web server or serve them as below):

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
    Or with nginx on { $domain } itself; the header is what lets web pages read the files (for Prosody, the address is wss://{ $domain }:5281/xmpp-websocket):

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
    The certificate has to be valid for { $domain }. Passwords should be kept for SCRAM, so that nobody has to send them in clear.
letter-tried =
    This is what was tried:

    { $tried }

## What can move, and what cannot

sides-offer = What can move, and what cannot
sides-caption = For each kind of data, whether it can be read on the old side and put into the new account
sides-kind = What
sides-old = Old account
sides-file = Your file
sides-new = New account
sides-can-read = Can be read
sides-in-file = Is in it
sides-stays = Only apps can fetch them
sides-has-none = Does not have it
sides-can-write = Can be put there
sides-only-file = Only into your file
sides-ask-again = They have to ask again
sides-nothing = Nothing to bring
sides-stay = This stays behind: { $kinds }. What is in your saved copy stays in it.
sides-all = Everything your old side has can be put into the new account.
sides-limit = Your new provider takes { $size } at a time. What is larger stays behind, and the report names it.
