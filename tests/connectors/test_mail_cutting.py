"""What of a mail its sender wrote: families of quotes, signatures and notices, by program and language."""

import pytest

from connectors.mail.cutting import cut, said
from connectors.mail.kinds import Kind
from connectors.mail.markup import read_markup

HEADINGS = {  # how programs say who wrote what follows
    "Gmail, English": "On Mon, Feb 3, 2025 at 10:12 AM Jan Koehler <jan@k.example> wrote:",
    "Gmail, wrapped": "On Mon, Feb 3, 2025 at 10:12 AM Jan Koehler from the Northern Purchasing Office <\njan.koehler@k.example> wrote:",
    "Gmail, wrapped before an address": "On Mon, Feb 3, 2025 at 10:12 AM The Purchasing Office <\na-jan.koehler+1234556@k.example> wrote:",
    "Zoho": "---- On Mon, 03 Feb 2025 10:12:50 +0530 jan@k.example wrote ----",
    "Apple, English": "On 3 Feb 2025, at 10:12, Jan Koehler <jan@k.example> wrote:",
    "Thunderbird": "On 2/3/25 10:12, Jan Koehler wrote:",
    "Thunderbird, German": "Am 03.02.25 um 10:12 schrieb Jan Köhler:",
    "Gmail, German": "Am Mo., 3. Feb. 2025 um 10:12 Uhr schrieb Jan Köhler <jan@k.example>:",
    "Apple, German": "Am 03.02.2025 um 10:12 schrieb Jan Köhler <jan@k.example>:",
    "Gmail, French": "Le lun. 3 févr. 2025 à 10:12, Jean Dupont <jean@d.example> a\nécrit :",
    "Gmail, Spanish": "El lun, 3 feb 2025 a las 10:12, Ana Ruiz (<ana@x.example>) escribió:",
    "Gmail, Italian": "Il giorno lun 3 feb 2025 alle ore 10:12 Luca <luca@x.example> ha scritto:",
    "Gmail, Portuguese": "Em seg., 3 de fev. de 2025 às 10:12, Rui <rui@x.example> escreveu:",
    "Gmail, Dutch": "Op ma 3 feb 2025 om 10:12 schreef Piet <piet@x.example>:",
    "Apple, Dutch": "Op 3 feb. 2025, om 10:12 heeft Piet <piet@x.example> het volgende geschreven:",
    "Gmail, Swedish": "Den mån 3 feb. 2025 kl 10:12 skrev Eva <eva@x.example>:",
    "Gmail, Danish": "Den man. 3. feb. 2025 kl. 10.12 skrev Ib <ib@x.example>:",
    "Gmail, Norwegian": "man. 3. feb. 2025 kl. 10:12 skrev Ola <ola@x.example>:",
    "Gmail, Finnish": "ma 3. helmik. 2025 klo 10.12 Matti (matti@x.example) kirjoitti:",
    "Gmail, Polish": "pon., 3 lut 2025 o 10:12 Jan <jan@x.example> napisał(a):",
    "Gmail, Czech": "po 3. 2. 2025 v 10:12 odesílatel Jan <jan@x.example> napsal:",
    "Gmail, Hungarian": "Jan <jan@x.example> ezt írta (időpont: 2025. febr. 3., H, 10:12):",
    "Gmail, Turkish": "Ali <ali@x.example>, 3 Şub 2025 Pzt, 10:12 tarihinde şunu yazdı:",
    "Gmail, Russian": "пн, 3 февр. 2025 г. в 10:12, Иван <ivan@x.example>:",
    "Gmail, Ukrainian": "пн, 3 лют. 2025 р. о 10:12 Іван <ivan@x.example> пише:",
    "Gmail, Chinese": "张三 <zhang@x.example> 于2025年2月3日周一 10:12写道：",
    "Gmail, Japanese": "2025年2月3日(月) 10:12 山田 <yamada@x.example>:",
    "Mail.ru": "Mon, 3 Feb 2025 10:12:51 +0300 от Ivan <ivan@x.example>:",
}
BLOCKS = {
    "Outlook, English": "From: Jan Koehler <jan@k.example>\nSent: Monday, February 3, 2025 10:12 AM\nTo: Anna\nSubject: Offer",
    "Outlook, bold": "*From:* Jan Koehler [mailto:jan@k.example]\n*Sent:* Monday, February 3, 2025 10:12\n*To:* Anna\n*Subject:* Offer",
    "Outlook, German": "Von: Jan Köhler <jan@k.example>\nGesendet: Montag, 3. Februar 2025 10:12\nAn: Anna\nBetreff: Angebot",
    "Outlook, French": "De : Jean Dupont <jean@d.example>\nEnvoyé : lundi 3 février 2025 10:12\nÀ : Anna\nObjet : Offre",
    "Outlook, Spanish": "De: Ana Ruiz <ana@x.example>\nEnviado el: lunes, 3 de febrero de 2025 10:12\nPara: Anna\nAsunto: Oferta",
    "Outlook, Italian": "Da: Luca <luca@x.example>\nInviato: lunedì 3 febbraio 2025 10:12\nA: Anna\nOggetto: Offerta",
    "Outlook, Portuguese": "De: Rui <rui@x.example>\nEnviada em: segunda-feira, 3 de fevereiro de 2025 10:12\nPara: Anna\nAssunto: Oferta",
    "Outlook, Dutch": "Van: Piet <piet@x.example>\nVerzonden: maandag 3 februari 2025 10:12\nAan: Anna\nOnderwerp: Offerte",
    "Outlook, Swedish": "Från: Eva <eva@x.example>\nSkickat: den 3 februari 2025 10:12\nTill: Anna\nÄmne: Offert",
    "Outlook, Danish": "Fra: Ib <ib@x.example>\nSendt: 3. februar 2025 10:12\nTil: Anna\nEmne: Tilbud",
    "Outlook, Polish": "Od: Jan <jan@x.example>\nWysłano: poniedziałek, 3 lutego 2025 10:12\nDo: Anna\nTemat: Oferta",
    "Outlook, Czech": "Od: Jan <jan@x.example>\nOdesláno: pondělí 3. února 2025 10:12\nKomu: Anna\nPředmět: Nabídka",
    "Outlook, Russian": "От: Иван <ivan@x.example>\nОтправлено: 3 февраля 2025 г. 10:12\nКому: Анна\nТема: Цена",
    "Outlook, Japanese": "差出人: 山田 <yamada@x.example>\n送信日時: 2025年2月3日 10:12\n宛先: Anna\n件名: 見積",
    "Outlook, Chinese": "发件人: 张三 <zhang@x.example>\n发送时间: 2025年2月3日 10:12\n收件人: Anna\n主题: 报价",
    "under a rule": "________________________________\nFrom: Jan <jan@k.example>\nSent: Monday, February 3, 2025\nTo: Anna\nSubject: Offer",
    "Original Message": "-----Original Message-----\nFrom: Jan <jan@k.example>\nSent: Monday, February 3, 2025\nSubject: Offer",
    "words of an unknown language": "-------- Upprunaleg skilaboð --------\nFrom: Jan <jan@k.example>\nDate: 3.2.2025\nSubject: Offer",
    "Nachricht": "-----Ursprüngliche Nachricht-----\nVon: Jan <jan@k.example>\nGesendet: Montag, 3. Februar 2025",
}


def own(text, subject="Re: Offer", sender=()):
    pieces = cut(text, subject=subject, sender=frozenset(sender))
    assert "".join(piece.text for piece in pieces) == text
    return said(pieces)


@pytest.mark.parametrize("heading", HEADINGS.values(), ids=list(HEADINGS))
def test_a_quote_under_its_heading_is_cut_and_what_is_around_it_stays(heading):
    quote = "> Could you send\n> the offer?\n>\n> Thanks"
    assert own(f"Here it is.\n\n{heading}\n\n{quote}\n") == "Here it is."
    assert own(f"{heading}\n{quote}\n\nHere it is.\n") == "Here it is."


@pytest.mark.parametrize("heading", [text for text in HEADINGS.values() if "@" in text])
def test_a_heading_with_an_address_needs_no_marks_under_it(heading):
    assert own(f"Here it is.\n\n{heading}\n\nCould you send the offer?\n\nThanks\n") == "Here it is."


@pytest.mark.parametrize("block", BLOCKS.values(), ids=list(BLOCKS))
def test_all_under_a_block_of_headers_is_cut(block):
    assert own(f"Here it is.\n\n{block}\n\nCould you send the offer?\n\nJan\n") == "Here it is."


def test_answers_between_quotes_stay():
    text = "Am 03.02.25 um 10:12 schrieb Jan:\n> Wann?\n\nAm Montag.\n\n> Wo?\n> Bei uns?\n\nGern bei Ihnen.\n"
    assert own(text) == "Am Montag.\n\nGern bei Ihnen."


FORWARDS = {
    "Gmail": "---------- Forwarded message ---------\nFrom: Jan <jan@k.example>\nDate: Mon, Feb 3, 2025\nSubject: Offer\nTo: Anna",
    "Apple": "Begin forwarded message:\n\nFrom: Jan <jan@k.example>\nSubject: Offer\nDate: 3 February 2025\nTo: Anna",
    "Thunderbird, German": "-------- Weitergeleitete Nachricht --------\nBetreff: Angebot\nDatum: Mon, 3 Feb 2025\nVon: Jan <jan@k.example>",
    "Spanish": "---------- Mensaje reenviado ----------\nDe: Jan <jan@k.example>\nFecha: lun, 3 feb 2025\nAsunto: Oferta",
    "Outlook": "From: Jan <jan@k.example>\nSent: Monday, February 3, 2025 10:12\nTo: Anna\nSubject: Offer",
}


@pytest.mark.parametrize("heading", FORWARDS.values(), ids=list(FORWARDS))
@pytest.mark.parametrize("prefix", ["Fwd: ", "FW: ", "WG: ", "TR: ", "RV: "])
def test_what_is_forwarded_stays(heading, prefix):
    found = own(f"FYI\n\n{heading}\n\nWe cancel at the end of March.\n", subject=f"{prefix}Offer")
    assert found.startswith("FYI")
    assert found.endswith("We cancel at the end of March.")


def test_a_forward_within_what_is_quoted_goes_with_it():
    text = f"No.\n\n{BLOCKS['Outlook, English']}\n\nSee below\n\n{FORWARDS['Gmail']}\n\nWe cancel.\n"
    assert own(text, subject="Re: FW: Offer") == "No."


SIGNED = {
    "the standard": "-- \nAnna Berg\nHead of Purchasing",
    "dashes without the space": "--\nAnna Berg",
    "a closing": "Best regards,\nAnna Berg",
    "a closing and a block": "Mit freundlichen Grüßen\n\nAnna Berg\nEinkauf\n\nMuster GmbH\nTel. +49 30 1234567\nwww.muster.example",
    "two languages": "Mit freundlichen Grüßen / Best regards\nAnna Berg",
    "French": "Bien cordialement,\nAnna Berg\n01 23 45 67 89",
    "Spanish": "Un saludo,\nAnna",
    "thanks and the name": "Thank you,\nAnna",
    "the name alone": "Anna",
    "the name and contacts": "Anna Berg\nanna@muster.example\n+49 30 1234567",
    "a dash and the name": "-Anna",
    "a phone": "Sent from my iPhone",
    "a German phone": "Von meinem iPhone gesendet",
    "a French phone": "Envoyé de mon iPhone",
    "a phone that asks pardon": "Sent from my phone, please excuse any typos.",
    "a phone with a link": "Sent from Yahoo Mail on Android <https://go.example.com/?af=x>",
    "a phone in brackets": "(sent from my mobile device)",
    "Outlook on a phone": "Get Outlook for iOS",
    "closing, name, phone": "Cheers\nAnna\n\nSent from my Galaxy",
    "a disclaimer": "This e-mail and any attachments are confidential and intended solely for the addressee.",
    "a German disclaimer": "Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen.",
    "a closing and a disclaimer": "Kind regards,\nAnna\n\nCONFIDENTIALITY NOTICE: If you are not the intended recipient, delete this message.",
    "a list's footer": "_______________________________________________\nsales mailing list\nsales@lists.example\nhttps://lists.example/sales",
}


@pytest.mark.parametrize("ending", SIGNED.values(), ids=list(SIGNED))
def test_a_signature_is_cut(ending):
    sender = ("anna", "berg")
    assert own(f"We take the large one.\n\n{ending}\n", sender=sender) == "We take the large one."
    quoted = f"We take the large one.\n\n{ending}\n\nOn 3 Feb 2025, at 10:12, Jan <jan@k.example> wrote:\n\n> Which?\n"
    assert own(quoted, sender=sender) == "We take the large one."


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "Thanks, that helps a lot.",
        "Thanks Anna, we take the large one.",
        "On your remote host you can run:\n\n    telnet 127.0.0.1 52698\n\nand look.",
        "Sent from finance to legal, they will answer by Friday.",
        "We need:\n- 20 seats\n- 3 admins\n\nWhat would that cost?",
        "Options\n-------\nGold or silver. Which one do you prefer for the new office in Berlin?",
        "Please ship to:\n\nMuster GmbH\nHauptstraße 1\n12345 Berlin\n\nWhen will it arrive?",
        "The new contact is:\n\nPaul Meyer\nTel +49 30 123456\npaul@meyer.example",
        "The prices are confidential, please keep them to yourself.",
        "From: Monday\nuntil Friday we are closed.",
        "Am 3. Februar schrieb uns der Kunde, dass er kündigt.",
        "Regards to Tom! We meet on Monday and I bring the contract with me as agreed.",
        "Our budget is > 50,000 Euro.\nIs that enough?",
    ],
)
def test_what_only_looks_like_it_stays(text):
    assert own(text, subject="Offer", sender=("anna", "berg")) == text


def test_a_gateways_banner_is_no_word_of_the_sender():
    banner = "CAUTION: This email originated from outside of the organization. Do not click links or open attachments."
    assert own(f"{banner}\n\nThe price is too high.\n") == "The price is too high."


def html_own(html, subject="Re: Offer", sender=("anna",)):
    text, marks = read_markup(html)
    pieces = cut(text, subject=subject, sender=frozenset(sender), marks=marks)
    assert "".join(piece.text for piece in pieces) == text
    return said(pieces)


QUOTED_HTML = {
    "Gmail": '<div dir="ltr">Yes.</div><div class="gmail_quote"><div class="gmail_attr">On Mon, Jan wrote:</div><blockquote class="gmail_quote">Old</blockquote></div>',
    "Apple": '<div>Yes.</div><blockquote type="cite"><div>On 3 Feb 2025, Jan wrote:</div>Old</blockquote>',
    "Thunderbird": '<p>Yes.</p><div class="moz-cite-prefix">Am 03.02.25 um 10:12 schrieb Jan:</div><blockquote type="cite">Old</blockquote>',
    "Outlook": '<p>Yes.</p><div id="divRplyFwdMsg"><b>From:</b> Jan<br><b>Sent:</b> Monday<br><b>To:</b> Anna<br></div><div>Old</div>',
    "Outlook, unknown language": '<p>Yes.</p><hr><div id="divRplyFwdMsg"><b>Nga:</b> Jan<br><b>Dërguar:</b> E hënë<br><b>Për:</b> Anna<br></div><div>Old</div>',
    "Outlook, desktop": '<p>Yes.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt 0 0 0"><p><b>From:</b> Jan<br><b>Sent:</b> Monday<br><b>To:</b> Anna</p></div><p>Old</p>',
    "Outlook, phone": '<div>Yes.</div><div id="ms-outlook-mobile-signature">Get <a href="#">Outlook for iOS</a></div><hr><div id="divRplyFwdMsg"><b>From:</b> J<br><b>Sent:</b> M<br><b>To:</b> A</div>Old',
    "Yahoo": '<div>Yes.</div><div class="yahoo_quoted">On Monday, Jan wrote:<br>Old</div>',
    "Proton": '<div>Yes.</div><div class="protonmail_quote">On Monday, Jan wrote:<br><blockquote>Old</blockquote></div>',
    "a plain blockquote": "<p>Yes.</p><p>On Mon, Feb 3, 2025 at 10:12 Jan wrote:</p><blockquote>Old</blockquote>",
    "signature of the program": '<div>Yes.</div><div class="gmail_signature">Anna Berg<br>Muster GmbH</div><div class="gmail_quote">On Monday Jan wrote: Old</div>',
}


@pytest.mark.parametrize("html", QUOTED_HTML.values(), ids=list(QUOTED_HTML))
def test_markup_tells_what_is_quoted(html):
    assert html_own(f"<html><body>{html}</body></html>") == "Yes."


def test_an_answer_between_marked_up_quotes_stays():
    html = '<blockquote type="cite">When?</blockquote><div>Monday.</div><blockquote type="cite">Where?</blockquote><div>Here.</div>'
    assert html_own(html).split() == ["Monday.", "Here."]


def test_a_forward_in_a_programs_quote_box_stays():
    html = '<div>FYI</div><div class="gmail_quote">---------- Forwarded message ---------<br>From: <b>Jan</b><br>Date: Mon<br>Subject: Offer<br><br>We cancel.</div>'
    assert html_own(html, subject="Fwd: Offer").endswith("We cancel.")


def test_a_passage_set_off_by_the_sender_himself_stays():
    assert "30 days" in html_own(
        "<p>The contract says:</p><blockquote>Notice is 30 days.</blockquote><p>So we may.</p>"
    )


def test_nobody_reads_what_is_hidden():
    html = (
        '<div style="display:none;max-height:0">Preview text</div><span style="font-size:0px">tiny</span>'
        "<p>Hello</p><style>p{color:red}</style><script>track()</script><!-- note -->"
        '<img src="https://t.example/pixel.gif?id=7" width="1" height="1" alt="">'
    )
    text, _ = read_markup(html)
    assert text.split() == ["Hello"]


def test_a_picture_of_a_feeling_is_a_word():
    text, _ = read_markup('<p>Done <img alt="👍" src="e.png"> <img alt="Muster GmbH" src="logo.png"></p>')
    assert text.split() == ["Done", "👍"]


@pytest.mark.parametrize("depth", [300, 5000])
def test_markup_nested_without_end_loses_no_text(depth):
    text, marks = read_markup("<div>" * depth + "<p>deep</p>" + "</div>" * depth + "after")
    assert text.split() == ["deep", "after"]
    assert len(marks) == text.count("\n") + 1


def test_pieces_know_what_they_are():
    text = "Yes.\n\nBest,\nAnna\n\nOn 3 Feb 2025, at 10:12, Jan <jan@k.example> wrote:\n\n> Which?"
    kinds = [piece.kind for piece in cut(text, subject="Re: x", sender=frozenset({"anna"}))]
    assert kinds == [Kind.SAID, Kind.SIGNATURE, Kind.QUOTE]
