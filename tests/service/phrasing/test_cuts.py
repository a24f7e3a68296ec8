"""A phrased sentence joins words as its quote does, keeps what a statement hangs on, and tells no one else's deed."""

from __future__ import annotations

import pytest

from service.phrasing.support import unsupported
from service.phrasing.tokens import tokens

HEARING = "The hearing was opened by a judge of the Supreme Court and closed by the minister."
SHARE = "The share of women among convicted traffickers rose from 30 per cent in 2010 to 38 per cent in 2018."
ASKED = "It was hoped that the registry would be financed by donors, and that victims would receive compensation."
SURVIVORS = "Survivors asked for a hotline; who would pay for the hotline in Lima is not settled."
COALITION = "The Coalition noted that children, who made up a third of migrants, were again detained."
FUNDING = "no funding and training were provided to victims by the State."
POSTPONED = "The working group decided to postpone the adoption of the guidelines."

LIES = {
    "active for passive": [
        (HEARING, "The hearing opened a judge of the Supreme Court"),
        ("States were asked by the chair to protect migrants.", "States asked the chair to protect migrants"),
        ("Migrants were robbed by border guards near Tripoli.", "Migrants robbed border guards near Tripoli"),
        ("A panel, moderated by UNODC, discussed supply chains.", "A panel moderated UNODC"),
        ("The victim was abused in the camp by guards.", "The victim was abusing in the camp by guards"),
        ("Abused women were heard in the first session.", "Abusing women were heard in the first session"),
    ],
    "not done yet": [
        ("The law on firearms is being drafted by Norway.", "The law on firearms was drafted by Norway"),
        ("The Protocol was being ratified by Norway.", "The Protocol had been ratified by Norway"),
    ],
    "another person's": [
        ("The trafficker was arrested after her husband spoke.", "The trafficker was arrested after his husband spoke"),
        ("He told the court that he had sold a kidney.", "She told the court that he had sold a kidney"),
        ("He met her and his lawyer testified in court.", "He met and her lawyer testified in court"),
        ("Victims recalled that the kidney was sold in Lagos.", "Victims recalled that his kidney was sold in Lagos"),
    ],
    "another preposition": [
        ("A speaker from the network Hope called for justice.", "A speaker and the network Hope called for justice"),
        (SHARE, "The share of women among convicted traffickers rose from 30 per cent in 2010 and 38 per cent in 2018"),
        (SHARE, "The share of women among convicted traffickers rose 30 per cent in 2010"),
        ("Attendance was lower than at the briefing of 2024.", "Attendance was lower at the briefing of 2024"),
        (POSTPONED, "The working group decided, postponed the adoption and the guidelines"),
        ("States promised to publish the reviews in 2025.", "States promised and published the reviews in 2025"),
    ],
    "begun after a preposition": [
        ("A former minister of Thailand opened the meeting.", "Thailand opened the meeting"),
        ("Critics of the Secretariat said that reviews waste money.", "The Secretariat said that reviews waste money"),
        ("A statement quoted by IOM urged judges to act.", "IOM urged judges to act"),
        ("Between 2010 and 2012 the number of cases doubled.", "2010 and 2012 the number of cases doubled"),
        ("The envoy, quoting a trafficker, said that borders pay.", "A trafficker said that borders pay"),
    ],
    "a clause told of another subject": [
        (COALITION, "The Coalition made up a third of migrants"),
        (SURVIVORS, "Survivors would pay for the hotline in Lima"),
        ("Officers who arrested smugglers were convicted in Lagos.", "Officers arrested smugglers in Lagos"),
        (
            "A survivor, explaining that technology had been misused, asked for rules.",
            "A survivor, technology had been misused, asked for rules",
        ),
        (
            "Brazil spoke for the Group of 77 and China, and Norway for the Nordic States.",
            "China and Norway spoke for the Nordic States",
        ),
        ("Leaders, attending in person, described the harm done to towns.", "Leaders, attending in person, harm towns"),
    ],
    "denied": [
        ("No speaker from Kenya said that victims should be prosecuted.", "Victims should be prosecuted"),
        ("No one from Kenya said that victims should be prosecuted.", "Kenya said that victims should be prosecuted"),
        (
            "The delegate denied that his country had sold the seized weapons.",
            "His country had sold the seized weapons",
        ),
    ],
    "the second half of a list without what turns all of it": [
        (FUNDING, "Training was provided to victims by the State"),
        (f"The chair closed the debate, and {FUNDING}", "Training was provided to victims by the State"),
        (f"In Vienna, {FUNDING}", "In Vienna, training was provided to victims by the State"),
        ("No funding, training and shelter were provided in Lima.", "Training and shelter were provided in Lima"),
        ("No agreement and consensus on the draft text were reached.", "Consensus on the draft text was reached"),
        ("Few judges and prosecutors had received training.", "Prosecutors had received training"),
        ("Only Norway and Sweden ratified the Protocol on firearms.", "Sweden ratified the Protocol on firearms"),
        ("One speaker denied that police and border guards had taken bribes.", "Border guards had taken bribes"),
        ("The speaker asked whether police and border guards had taken bribes.", "Border guards had taken bribes"),
        ("It was not agreed that the fund, the bank and States parties pay for help.", "States parties pay for help"),
        ("It is a myth that women and girls consent to exploitation.", "Girls consent to exploitation"),
        ("Lawyers of victims and traffickers were arrested in Lagos.", "Traffickers were arrested in Lagos"),
        ("Women and girls make up 90 per cent of victims.", "Girls make up 90 per cent of victims"),
        ("Last year the women and girls made up 90 per cent.", "Girls made up 90 per cent"),
        ("Human rights law experts and judges make up half the group.", "Judges make up half the group"),
        ("Efforts to protect the victims and witnesses make up half the plan.", "Witnesses make up half the plan"),
        ("It is a myth that traffickers use brute force and girls consent to abuse.", "Girls consent to abuse"),
        ("Speakers fear violent reprisals and attacks on migrants in Lagos.", "Attacks on migrants in Lagos"),
        ("No courts give legal aid and police keep registers of victims.", "Police keep registers of victims"),
    ],
    "the end of a range": [
        ("Between 2 and 5 million people were exploited in 2021.", "5 million people were exploited in 2021"),
        ("The study finds that between 10 and 40 jobs are supported.", "40 jobs are supported"),
        ("From 10–20 victims were found in the raid.", "20 victims were found in the raid"),
    ],
    "wished, feared or doubted": [
        (ASKED, "The registry would be financed by donors"),
        (ASKED, "Victims would receive compensation"),
        ("It is unlikely that States will adopt the guidelines.", "States will adopt the guidelines"),
        ("It is a myth that smuggled migrants are criminals.", "Smuggled migrants are criminals"),
        ("Speakers were worried that markings could be removed easily.", "Markings could be removed easily"),
        (
            "They wanted the internet better known, so that trafficking of children could be countered.",
            "Trafficking of children could be countered",
        ),
        ("NGOs asked that young people be heard in Vienna.", "Young people are heard in Vienna"),
    ],
    "a condition left out": [
        ("If States pay, the dialogue would be held yearly in Vienna.", "The dialogue would be held yearly in Vienna"),
        ("All delegations, except Peru, supported the draft text.", "All delegations supported the draft text"),
        ("Unless funds are found, the shelter in Lima will close.", "The shelter in Lima will close"),
    ],
    "a share of nothing": [
        ("It counted 73 reviews, about 38.6 per cent of 189.", "It counted 73 reviews, about 38.6 per cent"),
        ("It found that 95 per cent came from theft and fraud.", "It found that 95 per cent came from theft"),
    ],
}  # fmt: skip
FAITHFUL = [
    (HEARING, "The hearing was opened by a judge of the Supreme Court"),
    (SHARE, "The share of women among convicted traffickers rose from 30% in 2010 to 38% in 2018"),
    (COALITION, "Children made up a third of migrants"),
    (COALITION, "The Coalition noted that children were again detained"),
    ("The July hearing, which was virtual, lasted two days.", "The July hearing was virtual"),
    ("The tenth meeting, held in Vienna, was short.", "The tenth meeting was held in Vienna"),
    ("Traffickers use children who are below that age.", "Traffickers use children below that age"),
    ("At the start a declaration was adopted by consensus.", "A declaration was adopted by consensus"),
    ("The chair, Ana Ruiz, said that the Convention had 190 parties.", "The chair said the Convention had 190 parties"),
    ("It warned that, at that speed, the date could not be kept.", "It warned that the date could not be kept"),
    ("It was attended by 92 organizations from Asia.", "It was attended by ninety-two organizations from Asia"),
    ("The EU undertook to counter smuggling.", "The European Union undertook to counter smuggling"),
    ("The fund was opened and the chair thanked all donors.", "The chair thanked all donors"),
    ("Norway chairs the group and Sweden hosts the secretariat.", "Sweden hosts the secretariat"),
    (
        "The centres give legal advice and the police keep a register of victims.",
        "The police keep a register of victims",
    ),
    ("Traffickers use social media and banks report suspicious transfers.", "Banks report suspicious transfers"),
    (
        "Many victims fear reprisals and some judges lack training on trafficking.",
        "Some judges lack training on trafficking",
    ),
    ("The meetings of the group were chaired by Norway.", "The meeting of the group was chaired by Norway"),
    ("Findings were presented by Norway on firearms.", "The finding was presented by Norway on firearms"),
    ("Laws say what is done but not how, and that legal help is essential.", "Legal help is essential"),
    ("The bill was being drafted by two experts in Lima.", "The bill was being drafted by two experts"),
    ("She told the court that he had sold her kidney.", "She told the court that he had sold her kidney"),
    ("Child labour, says Hope for Justice, is fed by poverty.", "Child labour is fed by poverty"),
    ("If States pay, the dialogue would be held in Vienna.", "If States pay, the dialogue would be held in Vienna"),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "claim"), [pair for pairs in LIES.values() for pair in pairs])
def test_a_claim_that_joins_anew_or_loses_what_it_hangs_on_is_unsupported(quote: str, claim: str) -> None:
    assert unsupported(tokens(claim), [tokens(quote)]) is not None
    whole = quote.removesuffix(".")
    assert unsupported(tokens(whole), [tokens(quote)]) is None


@pytest.mark.parametrize(("quote", "claim"), FAITHFUL)
def test_a_claim_that_only_leaves_out_is_supported(quote: str, claim: str) -> None:
    assert unsupported(tokens(claim), [tokens(quote)]) is None


def test_of_two_quotes_each_gives_a_statement_and_none_is_cited_for_show() -> None:
    chaired, marked = (
        tokens("The session was chaired by France."),
        tokens("Maria Lopez of Peru noted that guns are marked."),
    )
    assert unsupported(tokens("The session was chaired by France and Maria Lopez of Peru"), [chaired, marked])
    both = "The session was chaired by France, and Maria Lopez of Peru noted that guns are marked"
    assert unsupported(tokens(both), [chaired, marked]) is None
    survivor = tokens("A survivor-advocate asked that survivors have a part in policy debates.")
    other = tokens("Survivor-advocates took the floor and asked that the plan reach every town.")
    claim = tokens("A survivor-advocate asked that survivors have a part in policy debates")
    assert unsupported(claim, [survivor]) is None
    assert unsupported(claim, [survivor, other]) == "unsupported citation"
    third = tokens("A survivor-advocate asked for more money.")
    assert unsupported(claim, [survivor, third]) == "unsupported citation"
    assert unsupported(claim, [survivor, other, third]) == "unsupported citation"
