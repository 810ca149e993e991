//! The namespaces the project names, each once.

/// `xml:lang` and friends.
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Namespace declarations themselves (Namespaces in XML 1.0 §3).
pub const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
/// XInclude.
pub const XINCLUDE: &str = "http://www.w3.org/2001/XInclude";
/// RFC 6120: stanzas of a client stream.
pub const CLIENT: &str = "jabber:client";
/// RFC 6120: the stream itself.
pub const STREAM: &str = "http://etherx.jabber.org/streams";
/// RFC 6120 §4.9: stream error conditions.
pub const STREAM_ERROR: &str = "urn:ietf:params:xml:ns:xmpp-streams";
/// RFC 6120 §8.3: stanza error conditions.
pub const STANZA_ERROR: &str = "urn:ietf:params:xml:ns:xmpp-stanzas";
/// RFC 6120 §6: SASL.
pub const SASL: &str = "urn:ietf:params:xml:ns:xmpp-sasl";
/// RFC 6120 §7: resource binding.
pub const BIND: &str = "urn:ietf:params:xml:ns:xmpp-bind";
/// RFC 3921: session establishment, obsolete.
pub const SESSION: &str = "urn:ietf:params:xml:ns:xmpp-session";
/// RFC 7395: framing over WebSocket.
pub const FRAMING: &str = "urn:ietf:params:xml:ns:xmpp-framing";
/// RFC 6121: the roster.
pub const ROSTER: &str = "jabber:iq:roster";
/// RFC 6121 §3.4: the server remembers who may subscribe.
pub const PRE_APPROVAL: &str = "urn:xmpp:features:pre-approval";
/// XEP-0004: data forms.
pub const DATA_FORM: &str = "jabber:x:data";
/// XEP-0013: flexible offline message retrieval; also the node of the messages.
pub const OFFLINE: &str = "http://jabber.org/protocol/offline";
/// XEP-0016: privacy lists.
pub const PRIVACY: &str = "jabber:iq:privacy";
/// XEP-0027: messages encrypted the older OpenPGP way.
pub const PGP_OLD: &str = "jabber:x:encrypted";
/// XEP-0030: service discovery.
pub const DISCO_INFO: &str = "http://jabber.org/protocol/disco#info";
pub const DISCO_ITEMS: &str = "http://jabber.org/protocol/disco#items";
/// XEP-0045: multi-user chat: rooms entered, invitations, who may do what, and the nickname kept for
/// somebody.
pub const MUC: &str = "http://jabber.org/protocol/muc";
pub const MUC_USER: &str = "http://jabber.org/protocol/muc#user";
pub const MUC_ADMIN: &str = "http://jabber.org/protocol/muc#admin";
pub const MUC_REGISTER: &str = "http://jabber.org/protocol/muc#register";
/// XEP-0048: bookmarks, legacy.
pub const BOOKMARKS_LEGACY: &str = "storage:bookmarks";
/// XEP-0049: private XML storage.
pub const PRIVATE: &str = "jabber:iq:private";
/// XEP-0054: vcard-temp.
pub const VCARD_TEMP: &str = "vcard-temp";
/// XEP-0059: result set management.
pub const RSM: &str = "http://jabber.org/protocol/rsm";
/// XEP-0060: publish-subscribe.
pub const PUBSUB: &str = "http://jabber.org/protocol/pubsub";
pub const PUBSUB_OWNER: &str = "http://jabber.org/protocol/pubsub#owner";
pub const PUBSUB_EVENT: &str = "http://jabber.org/protocol/pubsub#event";
pub const PUBSUB_ERRORS: &str = "http://jabber.org/protocol/pubsub#errors";
pub const PUBSUB_NODE_CONFIG: &str = "http://jabber.org/protocol/pubsub#node_config";
pub const PUBSUB_PUBLISH_OPTIONS: &str = "http://jabber.org/protocol/pubsub#publish-options";
/// XEP-0066: out of band data.
pub const OOB: &str = "jabber:x:oob";
/// XEP-0077: in-band registration; here a new account, the end of one, and a nickname kept by a room.
pub const REGISTER: &str = "jabber:iq:register";
pub const REGISTER_FEATURE: &str = "http://jabber.org/features/iq-register";
/// XEP-0084: user avatar.
pub const AVATAR_DATA: &str = "urn:xmpp:avatar:data";
pub const AVATAR_METADATA: &str = "urn:xmpp:avatar:metadata";
/// XEP-0103: URL address information.
pub const URL_DATA: &str = "http://jabber.org/protocol/url-data";
/// XEP-0122: what a form's fields may hold.
pub const DATA_VALIDATE: &str = "http://jabber.org/protocol/xdata-validate";
/// XEP-0124: BOSH.
pub const HTTPBIND: &str = "http://jabber.org/protocol/httpbind";
/// XEP-0156: discovering connection methods.
pub const XRD: &str = "http://docs.oasis-open.org/ns/xri/xrd-1.0";
/// XEP-0158: forms that ask for something a program cannot know.
pub const CAPTCHA: &str = "urn:xmpp:captcha";
/// XEP-0172: user nickname.
pub const NICK: &str = "http://jabber.org/protocol/nick";
/// XEP-0191: blocking command.
pub const BLOCKING: &str = "urn:xmpp:blocking";
/// XEP-0198: stream management.
pub const SM: &str = "urn:xmpp:sm:3";
/// XEP-0199: ping.
pub const PING: &str = "urn:xmpp:ping";
/// XEP-0203: delayed delivery.
pub const DELAY: &str = "urn:xmpp:delay";
/// XEP-0206: XMPP over BOSH.
pub const XBOSH: &str = "urn:xmpp:xbosh";
/// XEP-0221: pictures in forms.
pub const MEDIA: &str = "urn:xmpp:media-element";
/// XEP-0227: portable import/export format.
pub const PIE: &str = "urn:xmpp:pie:0";
pub const PIE_OLD: &str = "http://www.xmpp.org/extensions/xep-0227.html#ns";
pub const PIE_MAM: &str = "urn:xmpp:pie:0#mam";
pub const PIE_SCRAM: &str = "urn:xmpp:pie:0#scram";
/// Rooms and other components in the same file.
pub const PIE_COMPONENT: &str = "urn:xmpp:pie:0#component";
/// What QXmpp, and Kaidan with it, writes instead of XEP-0227 or inside it.
pub const QXMPP_EXPORT: &str = "org.qxmpp.export";
/// XEP-0231: small things that come along in a stanza.
pub const BOB: &str = "urn:xmpp:bob";
/// XEP-0283: moved; also the node of the statement.
pub const MOVED: &str = "urn:xmpp:moved:1";
/// XEP-0292: vCard4 over XMPP; the node has another name than the payload.
pub const VCARD4: &str = "urn:ietf:params:xml:ns:vcard-4.0";
pub const VCARD4_NODE: &str = "urn:xmpp:vcard4";
/// XEP-0297: stanza forwarding.
pub const FORWARD: &str = "urn:xmpp:forward:0";
/// XEP-0308: last message correction.
pub const CORRECTION: &str = "urn:xmpp:message-correct:0";
/// XEP-0313: message archive; XEP-0441: its preferences.
pub const MAM: &str = "urn:xmpp:mam:2";
/// XEP-0359: the ids that senders and archives give.
pub const STANZA_ID: &str = "urn:xmpp:sid:0";
/// XEP-0363: HTTP file upload.
pub const UPLOAD: &str = "urn:xmpp:http:upload:0";
/// XEP-0372: references.
pub const REFERENCE: &str = "urn:xmpp:reference:0";
/// XEP-0373: OpenPGP.
pub const OPENPGP: &str = "urn:xmpp:openpgp:0";
/// XEP-0379: what allows something beforehand; XEP-0445: here, to make an account.
pub const PREAUTH: &str = "urn:xmpp:pars:0";
/// XEP-0380: what a message is encrypted with.
pub const ENCRYPTION: &str = "urn:xmpp:eme:0";
/// XEP-0384: OMEMO, in the version most apps speak and in the current one.
pub const OMEMO_OLD: &str = "eu.siacs.conversations.axolotl";
pub const OMEMO: &str = "urn:xmpp:omemo:2";
/// XEP-0385: stateless inline media sharing.
pub const SIMS: &str = "urn:xmpp:sims:1";
/// XEP-0398: the server keeps vcard-temp and PEP avatar alike.
pub const AVATAR_CONVERSION: &str = "urn:xmpp:pep-vcard-conversion:0";
/// XEP-0402: PEP native bookmarks.
pub const BOOKMARKS: &str = "urn:xmpp:bookmarks:1";
pub const BOOKMARKS_COMPAT: &str = "urn:xmpp:bookmarks:1#compat";
/// XEP-0422: what is fastened to a message, in the older way of taking one back.
pub const FASTEN: &str = "urn:xmpp:fasten:0";
/// XEP-0424: messages taken back, and how that was said before.
pub const RETRACTION: &str = "urn:xmpp:message-retract:1";
pub const RETRACTION_OLD: &str = "urn:xmpp:message-retract:0";
/// XEP-0425: taken back by a moderator, as it was said before.
pub const MODERATION_OLD: &str = "urn:xmpp:message-moderate:0";
/// XEP-0428: what of a text is there for older apps only.
pub const FALLBACK: &str = "urn:xmpp:fallback:0";
/// XEP-0444: reactions.
pub const REACTIONS: &str = "urn:xmpp:reactions:0";
/// XEP-0440: which types of channel binding a server has.
pub const SASL_CHANNEL_BINDING: &str = "urn:xmpp:sasl-cb:0";
/// XEP-0445: the server makes accounts for those who hold a token.
pub const PREAUTH_FEATURE: &str = "urn:xmpp:ibr-token:0";
/// XEP-0447: stateless file sharing.
pub const SFS: &str = "urn:xmpp:sfs:0";
/// XEP-0461: replies.
pub const REPLY: &str = "urn:xmpp:reply:0";
/// XEP-0478: stream limits.
pub const LIMITS: &str = "urn:xmpp:stream-limits:0";
/// Of this project: who has been told of a move, in the new account's private storage (XEP-0049).
pub const LEDGER: &str = "urn:xmpp-account-migrator:ledger:0";
