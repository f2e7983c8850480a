"""Code of a Problem of messages, mails and certificates → its words."""

from __future__ import annotations

from collections.abc import Mapping

from ihc_rules.problem_texts.text import ProblemText, text

TEXTS: Mapping[str, ProblemText] = {
    # --- what may stand in a mail
    "unsafe-character": text(
        "{where} に、使えない文字 {sign} があります",
        "{where} holds the character {sign}, which may not stand in a mail",
        "制御文字、文字の向きを変える文字、幅のない文字を取り除いてください。",
        "remove control characters, direction marks and characters without width",
    ),
    "message-too-long": text(
        "{where} が長すぎます（{found}、上限 {limit}）",
        "{where} is too long ({found}; at most {limit})",
    ),
    "bad-address": text(
        "{where} `{name}` は使えるメールアドレスではありません",
        "{where} `{name}` is not an address that can be used",
        "`name@example.invalid` の形で、国際化ドメイン名は A ラベル（xn--…）で書いてください。",
        "write it as `name@example.invalid`, an internationalised domain as its A-label (xn--…)",
    ),
    "bad-media-type": text(
        "`{name}` は添付に使える種類ではありません",
        "`{name}` is not a media type that an attachment may have",
    ),
    "bad-attachment-name": text(
        "添付の名前 `{name}` は使えません",
        "the attachment's name `{name}` cannot be used",
        "半角英数字・`-`・`_`・`.` だけで、100字までにしてください。",
        "use ASCII letters, digits, `-`, `_` and `.`, at most 100 characters",
    ),
    "not-mailed": text(
        "この文書はメールで送るものではありません（専用の窓口で引き継ぐか、通報者に示します）",
        "this is not mailed: it is handed over in a portal, or shown to the reporter",
    ),
    "unsafe-bytes": text(
        "署名する部分に、配送で変わり得る内容（{found}）があります",
        "the part to be signed holds something that delivery may change ({found})",
    ),
    "bad-url": text(
        "`{name}` は、ページの URL として使えません",
        "`{name}` cannot be used as the URL of a page",
        "`https://…` の形で、空白や目に見えない文字のない URL を書いてください。",
        "write it as `https://…`, without spaces or unseen characters",
    ),
    # --- templates
    "template-without-subject": text(
        "文面の最初に件名がありません",
        "the template does not begin with its subject",
        "一行目に `件名：…`（英語は `Subject: …`）、次に空行、その後に本文を書いてください。",
        "write `Subject: …` (Japanese: `件名：…`), an empty line, then the text",
    ),
    "bad-template-name": text(
        "文面のファイル名 `{name}` が正しくありません",
        "`{name}` is not how a template's file is named",
        "`police_report.ja.txt.j2` のように、文例の ID、言語、`.txt.j2` で名付けてください。",
        "name it as `police_report.ja.txt.j2`: the template's id, the language, `.txt.j2`",
    ),
    "template-syntax": text(
        "文面の書き方が読めません（{found}）",
        "the template cannot be read ({found})",
        "`{{{{ … }}}}` と `{{% … %}}` が正しく閉じられているか確かめてください。",
        "see whether each `{{{{ … }}}}` and `{{% … %}}` is closed",
    ),
    "template-construct": text(
        "文面には使えない書き方（{found}）です",
        "this construct ({found}) may not stand in a template",
        "使えるのは、文、`{{{{ 名前 }}}}`、`{{% if 名前 %}}`、`{{% for 要素 in 一覧 %}}` と、フィルタ `block` だけです。",
        "only text, `{{{{ name }}}}`, `{{% if name %}}`, `{{% for each in list %}}` and the filter `block` may",
    ),
    "unknown-placeholder": text(
        "差込み `{name}` はありません",
        "there is no placeholder `{name}`",
    ),
    "placeholder-not-guaranteed": text(
        "差込み `{name}` は、この種類の文面（{kind}）にはありません",
        "the placeholder `{name}` is not there in this kind of message ({kind})",
    ),
    "placeholder-without-value": text(
        "差込みに値がありません（{found}）",
        "a placeholder has no value ({found})",
    ),
    "no-template": text(
        "文例 `{name}` の {lang} 版がありません",
        "there is no template `{name}` in `{lang}`",
        "templates/ にファイルを置き、templates.yaml の languages に書いてください。",
        "put its file below templates/ and its language into `languages` of templates.yaml",
    ),
    "unknown-text": text(
        "文面 `{name}` を用いる文書はありません",
        "no message uses the text `{name}`",
        "`文例_送付先`、`種類_文例`、`種類_文例_送付先` と名付けます（種類は repeat・correction・withdrawal）。",
        "its name is `template_recipient`, `kind_template` or `kind_template_recipient` (kinds: repeat, correction, withdrawal)",
    ),
    "unused-template": text(
        "文例 `{name}` は、どのルートでも使われていません",
        "the template `{name}` is not used by any route",
    ),
    "forbidden-word": text(
        "`{action}` の文面に、書いてはならない語「{name}」があります",
        "a message of `{action}` holds the word `{name}`, which it must not",
    ),
    "no-url": text(
        "ページの URL がありません",
        "the URL of the page is missing",
        "通報の `page.url` に記録してください。",
        "record it in `page.url` of the report",
    ),
    "no-earlier-message": text(
        "再度の依頼・訂正・撤回には、前の文書の番号と日付が必要です",
        "a repeated, correcting or withdrawing message needs the number and day of the earlier one",
    ),
    "unknown-kind": text(
        "`{name}` という種類の文書はありません",
        "there is no kind of message `{name}`",
    ),
    "bad-party": text(
        "`name` と `address` の二つを書いてください",
        "this needs `name` and `address`, and nothing else",
    ),
    "no-address": text(
        "宛先 `{name}` のメールアドレスがありません",
        "there is no mail address for the recipient `{name}`",
        "--desk のファイルの `recipients` に書いてください。",
        "write it into `recipients` of the --desk file",
    ),
    "no-such-referral": text(
        "決まった取扱いに `{name}` はありません",
        "`{name}` is not among the certain referrals",
    ),
    "not-due": text(
        "`{name}` は、まだ送るときではありません：{why}",
        "`{name}` is not due yet: {why}",
        "起きたこと（配達、待機の終わり、なお掲載されていること）を --events で渡してください。",
        "give what has happened (delivered, released, still_there) with --events",
    ),
    "no-binding-key": text(
        "判断との結び付きを確かめるには、鍵が必要です",
        "to check the tie to a decision its key is needed",
        "--binding-key-file で指定してください。",
        "give it with --binding-key-file",
    ),
    "reporter-in-message": text(
        "通報者の受付番号が文面に含まれるため、作成しません",
        "the reporter's reference stands in the message: it is not made",
    ),
    "xarf-not-met": text("{name} は該当していません", "`{name}` is not met"),
    "xarf-no-type": text(
        "XARF に、{name} に当たる種類はありません",
        "no type of XARF stands for `{name}`",
        "添付の referral.json を使ってください。",
        "use the attached referral.json",
    ),
    "xarf-no-classification": text(
        "{name} の XARF には、ホットラインによる分類（baseline、grooming など）が必要です",
        "an XARF report of `{name}` needs a hotline's classification, such as `baseline` or `grooming`",
    ),
    "short-key": text(
        "結び付けの鍵が短すぎます（{found} バイト、{limit} バイト以上が必要）",
        "the binding key is too short ({found} bytes; at least {limit} are needed)",
    ),
    # --- certificates and keys
    "certificate-expired": text(
        "証明書 {name} は {day} に期限が切れています",
        "the certificate of {name} expired on {day}",
        "新しい証明書に替えてください。",
        "replace it with a new one",
    ),
    "certificate-not-yet-valid": text(
        "証明書 {name} は {day} から有効です",
        "the certificate of {name} is valid from {day} only",
    ),
    "certificate-ends-soon": text(
        "証明書 {name} は {day} に期限が切れます",
        "the certificate of {name} ends on {day}",
        "更新の手続を始めてください。",
        "begin to renew it",
    ),
    "key-mismatch": text(
        "秘密鍵が証明書のものではありません",
        "the private key does not belong to the certificate",
    ),
    "key-not-allowed": text(
        "鍵の種類 {found} は使えません",
        "keys of the kind {found} cannot be used",
        "RSA（2048・3072・4096 ビット）、P-256、P-384 のどれかにしてください。",
        "use RSA (2048, 3072 or 4096 bits), P-256 or P-384",
    ),
    "no-email-purpose": text(
        "証明書の拡張鍵用途に電子メールの保護（emailProtection）がありません",
        "the certificate's extended key usage lacks e-mail protection (emailProtection)",
    ),
    "no-signing-usage": text(
        "証明書の鍵用途に署名（digitalSignature・nonRepudiation）がありません",
        "the certificate's key usage allows no signatures (digitalSignature, nonRepudiation)",
    ),
    "no-encryption-usage": text(
        "証明書の鍵用途に鍵の暗号化（keyEncipherment）がありません",
        "the certificate's key usage does not allow to encrypt keys (keyEncipherment)",
    ),
    "certificate-of-a-ca": text(
        "認証局の証明書では署名できません",
        "the certificate is that of an authority: it cannot sign mail",
    ),
    "wrong-sender": text(
        "差出人 `{name}` は、証明書のアドレス（{found}）と一致しません",
        "the sender `{name}` is not an address of the certificate ({found})",
    ),
    "chain-broken": text(
        "証明書を、信頼する認証局までたどれません",
        "the certificate does not lead to a trusted authority",
        "中間認証局の証明書を加えるか、信頼する認証局を確かめてください。",
        "add the intermediate certificates, or check which authorities are trusted",
    ),
    "certificate-revoked": text(
        "証明書 {name} は失効しています（{day}）",
        "the certificate of {name} was revoked ({day})",
    ),
    "crl-unusable": text(
        "失効リストが使えません（{found}）",
        "the revocation list cannot be used ({found})",
        "新しい失効リストを取得してください。",
        "fetch a new revocation list",
    ),
    "unreadable-key": text(
        "鍵又は証明書が読めません（{found}）",
        "a key or certificate cannot be read ({found})",
        "ファイルの種類とパスフレーズを確かめてください。",
        "check the kind of file and the passphrase",
    ),
    "device-failed": text(
        "鍵の装置が応答しません（{found}）",
        "the device that holds the key does not answer ({found})",
        "装置、トークンの名前、PIN、鍵の名前を確かめてください。",
        "check the device, the token's label, the PIN and the key's label",
    ),
    "not-for-encryption": text(
        "このメールは、暗号化するものとして署名されていません",
        "this mail was not signed to be encrypted",
        "署名の際に `sign(…, for_encryption=True)` としてください（件名を外に出さないため）。",
        "sign it with `sign(…, for_encryption=True)`: outside, the subject must say nothing",
    ),
    "not-encrypted": text("暗号化されたメールではありません（{found}）", "this is not an encrypted mail ({found})"),
    "not-decrypted": text(
        "この鍵では復号できません（{found}）",
        "it cannot be decrypted with this key ({found})",
    ),
    "signature-not-verified": text(
        "作った署名が検証できません（鍵の装置を確かめてください）",
        "the signature that was made does not verify: look at the device that holds the key",
    ),
    # --- mails that were received
    "not-signed": text("署名のあるメールではありません（{found}）", "this is not a signed mail ({found})"),
    "broken-mail": text("メールの形が壊れています（{found}）", "the mail is malformed ({found})"),
    "broken-signature": text("署名のデータが壊れています（{found}）", "the signature is malformed ({found})"),
    "other-certificate": text(
        "署名は、添付された証明書とは別の証明書によるものです",
        "the signature names another certificate than the one that is attached",
    ),
    "content-changed": text(
        "署名された後に、内容が変わっています",
        "the content was changed after it had been signed",
    ),
    "signature-wrong": text(
        "署名が、証明書の鍵によるものではありません",
        "the signature was not made with the certificate's key",
    ),
    "no-certificate": text("署名者の証明書が付いていません", "the signer's certificate is not attached"),
    "header-changed": text(
        "見出し {name} が、署名された内容と異なります",
        "the header {name} is not what was signed",
    ),
    "headers-not-protected": text(
        "件名・差出人などの見出しは、署名で守られていません",
        "the headers (subject, sender and so on) are not protected by the signature",
    ),
    "signed-in-the-future": text(
        "署名の時刻（{day}）が、確認の時刻より後です",
        "the signing time ({day}) lies after the time of this check",
    ),
    "other-decision": text(
        "このメールは、示された判断によるものではありません",
        "this mail does not follow from the decision that was shown",
    ),
    "no-binding": text(
        "メールに、判断との結び付きが記されていません",
        "the mail does not say to which decision it belongs",
    ),
}
