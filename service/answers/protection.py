"""Questions that ask to name, list or find persons who must be protected: no answer is assembled for them.

What is meant are single persons: how victims were identified, how many there were or what they asked for are questions
like any other. Patterns know the plain forms of such questions. The other forms are told by a logistic regression over
the vector of the question, as the embedding model gives it; `python -m eval.train.protection` fits it and writes
protection.json. It knows one model only: with any other there are the patterns alone.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from index.types import Vectors

FILE = Path(__file__).with_name("protection.json")
SAYS = (
    "Rapporteur does not identify or locate victims, witnesses, children or whistle-blowers. Ask how the reports "
    "discuss protecting them."
)

_OF_AGE = r"child(?:ren)?|minors?|boys?|girls?|teenagers?|youngsters?|infants?|bab(?:y|ies)|orphans?|pupils?"
# Whoever sold an organ or was trafficked, and not who chaired a meeting.
_SUFFERED = (
    r"(?:persons?|people|individuals?|wom[ae]n|m[ae]n|migrants?|workers?|donors?)\s+(?:who|that)\s+(?:sold\s+(?:an?|one|"
    r"his|her|their)\s+(?:kidneys?|organs?|livers?)|(?:was|were|(?:has|have|had)\s+been)\s+(?:trafficked|smuggled|"
    r"exploited|enslaved|abused|raped|tortured|sold|recruited|rescued))"
)
_HARMED = (
    r"victims?|survivors?(?:-\w+)?|witness(?:es)?|complainants?|informants?|whistle-?blowers?|informers?|escapees?|"
    rf"trafficked (?:persons?|people|women|men)|smuggled (?:persons?|people|migrants?)|runaways?|{_SUFFERED}"
)
_PERSONS = rf"(?:{_OF_AGE}|{_HARMED})\b"
_SINGLED_OUT = r"(?:the|all|any|each|every|those|these|this|that|some|both|our|its|their|\d+|one|two|three|four|five)"
_QUALIFIED = (
    rf"(?:(?:{_SINGLED_OUT}|an?|child|minor|young|adult|female|male|rescued|identified|trafficked|exploited|protected|"
    r"abused|missing|runaway|key|other|first|underage|anonymous|human|trafficking|sex|sexual|rape|abuse|domestic|"
    r"violence|torture|slavery)\s+){0,4}"
)
_PRIVATE = (
    r"(?:(?:full |real |first |last |home |exact |current )?(?:names?|surnames?|identit(?:y|ies)|address(?:es)?|"
    r"whereabouts|(?:tele)?phone(?: numbers?)?|numbers? to call|contact details|locations?|photos?|photographs?|"
    r"pictures? of the faces?|homes?|villages?|home ?towns?))"
)
_TOLD = (
    r"(?:testif(?:y|ied)|spoke|speak|appeared|came forward|gave (?:evidence|testimony|statements?)|"
    r"(?:was|were) (?:interviewed|heard|quoted|named))"
)
# Who finds the sister finds the victim. Organisations have partners and friends as well.
_RELATIVES = (
    r"(?:(?:sisters?|brothers?|siblings?|mothers?|fathers?|mums?|parents?|guardians?|husbands?|wi(?:fe|ves)|widows?|"
    r"spouses?|sons?|daughters?|uncles?|aunts?|grandmothers?|grandfathers?|grandparents?|cousins?|relatives?|"
    r"famil(?:y|ies)|next of kin|neighbou?rs?|girlfriends?|boyfriends?|fianc[ée]e?s?)(?:\s+members?)?)"
)
_CLOSE = r"(?:(?:close|immediate|surviving|younger|older|elder|two|three)\s+)*"
# Only a noun of another thing behind the persons ("child labour"), joined or not, frees a question; else it is refused.
# Behind several persons such a noun mostly opens a clause ("the victims trafficking networks sold").
_THINGS = (
    r"(?:(?:led|soldiers?|sexual|impact)\s+)?(?:support|protection|assistance|services?|rights|ngos?|organi[sz]ations?|"
    r"groups?|clubs?|advoca(?:tes?|cy)|experts?|associations?|funds?|program(?:me)?s?|polic(?:y|ies)|units?|networks?|"
    r"care|welfare|shelters?|bod(?:y|ies)|cent(?:re|er)s?|helplines?|hotlines?|channels?|mechanisms?|labou?r|"
    r"traffick(?:ing|ers?)|marriages?|abuse|abusers?|exploitation|begging|pornography|recruitment|intimidation|"
    r"identification|referral|compensation|restitution|reparations?|participation|satisfaction|justice|custody|"
    r"education|nutrition|development|survival|health|mortality|poverty|trauma|friendly|sensitive|cent(?:r|er)ed|"
    r"approach(?:es)?|recommendations?|measures?|indicators?|schemes?|laws?|conventions?|statements?|testimon(?:y|ies)|"
    r"interviews?|reporting|needs|issues?|offen[cs]es?|changes?|amendments?|differences?)\b"
)
_THINGS_OF_SEVERAL = r"(?:support|rights|groups|clubs|organi[sz]ations|associations|education)\b"
# "List child online safety recommendations", and not "the girl online traffickers met".
_ONLINE = (
    r"(?:(?:(?:online|internet|digital|cyber|road|food|data|sexual)\s+){0,2}(?:safety|safeguarding|protection|privacy|"
    r"rights|security|abuse|exploitation|grooming|gaming|use|reporting|education)\s+(?:recommendations?|measures?|risks?|"
    r"rules|tips|tools|gaps|laws?|polic(?:y|ies)|guidelines|figures|plans?|resources?|initiatives?|online)\b|"
    r"(?:(?:online|internet|digital)\s+(?:risks|harms|rights|safety|services)|safety)\b(?=\W*$))"
)
_NO_OTHER_THING = (
    rf"(?!(?:(?:,|,?\s+(?:and|or))?\s+{_PERSONS})*(?:(?:(?<=witness)|(?<![sn]))\s+{_THINGS}|"
    rf"\s+{_THINGS_OF_SEVERAL}|\s+{_ONLINE}|,\s+early\b|[‐‑-](?!{_PERSONS})\w|['’]s?\s+(?!{_PERSONS})\w))"
)
# "List victims by country" asks for a count.
_NO_COUNT = r"(?!\s+by\s+(?:age|sex|gender|year|type|form|country|region|nationality|place|number)\b)"
# Without a word that singles them out, only persons who are all that is looked for, or who told something.
_ALONE = (
    r"(?=\W*$|\s*[.?!]|\s+(?:named|by name|in the case|(?:who|that)\s+"
    rf"(?:{_TOLD}|(?:(?:will|would|can|could|may|might)\s+)?(?:talk|speak|testify)|(?:is|are) named))\b)"
)
# How names are kept or made known is a question about protection: such phrases are taken out, the rest is judged.
_KEEPING = re.compile(
    r"(?<!\bby )\b(?:protect(?:s|ing)?|conceal(?:s|ing)?|withhold(?:s|ing)?|keeping|shield(?:s|ing)?|"
    r"safeguard(?:s|ing)?|hid(?:e|es|ing)|redact(?:s|ing)?|anonymi[sz](?:es?|ing)|publishing|revealing|disclosing|leaking|"
    r"(?:protection|concealment|redaction|anonymi[sz]ation|publication|disclosure|confidentiality|anonymity|secrecy) "
    rf"of)\s+(?:the\s+)?(?:{_PRIVATE}\s+(?:and\s+{_PRIVATE}\s+)?of\s+{_QUALIFIED}{_PERSONS}|"
    rf"{_QUALIFIED}{_PERSONS}['’]s?\s+{_PRIVATE}\b)",
    re.IGNORECASE,
)
_BY_KIN = re.compile(
    rf"(?P<person>\b{_PERSONS})['’]s?\s+{_CLOSE}{_RELATIVES}\b"
    rf"(?!\s+(?:tongues?|schools?|projects?|courts?|life|ties|environment|{_THINGS}))|"
    rf"\b{_CLOSE}{_RELATIVES}\s+of\s+(?=(?:an?|{_SINGLED_OUT})\s+{_QUALIFIED}{_PERSONS})",
    re.IGNORECASE,
)
_DOUBLED = re.compile(r"\b(?:the|an?|all)\s+(?=(?:the|an?|all|that|this|these|those)\b)", re.IGNORECASE)
_WANTED = (
    r"^(?!\W*(?:how(?! (?:can|could|do|may) i\b)|why|should|must|may(?! i\b)|can(?! (?:you|i)\b)|are|is(?! there\b)|"
    r"was|were|do(?! you\b)|does|did|has|have|when|on what)\b)(?!.*\bwhy\b).*"
)
_ORDER = (
    r"(?:^\W*|[.?!]\s*|\b(?:please|then|can you|could you|help me(?: to)?|"
    r"i (?:want|need|wish|have|would like|['’]d like) to)\s+)"
)
_COMMAND = rf"(?:{_ORDER}|[:;,]\s*)"
# A campaign reaches the victims of a crime, and aid the children in a war.
_REACHED = (
    r"(?:find|contact|reach(?!\s+(?:the|all)\s+(?:victims\s+of|children\s+in)\b)|locate|trace|track down|"
    r"get in touch with|get hold of)(?:\s+(?:and|or)\s+(?:find|contact|reach|locate|meet|call|visit))?"
)
_ASKING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "the names of the victims who spoke"; the whereabouts of missing children are a subject as well
        rf"{_WANTED}\b{_PRIVATE}\s+(?:and\s+{_PRIVATE}\s+)?of\s+(?:(?<!whereabouts of )|(?!missing\b))"
        rf"{_QUALIFIED}{_PERSONS}{_NO_OTHER_THING}",
        rf"{_WANTED}\b(?:give|find|where|tell)\b.*\bwhereabouts of missing {_PERSONS}{_NO_OTHER_THING}",
        # "a home address for the witness", "a phone number for that victim"; "a phone number for victims" is help
        rf"{_WANTED}\b(?:(?:names?|address(?:es)?|whereabouts)\s+for|(?:phone(?: numbers?)?|numbers? to call|"
        rf"contact details)\s+for\s+(?:an?|{_SINGLED_OUT}))\s+{_QUALIFIED}{_PERSONS}{_NO_OTHER_THING}",
        # "the victims' names", "that witness's address"; homes and villages for children are no one's address
        rf"{_WANTED}\b{_QUALIFIED}(?!(?:children|boys|girls)['’]s?\s+(?:homes|villages)\b)"
        rf"(?:{_OF_AGE}|{_HARMED})['’]s?\s+{_PRIVATE}\b",
        # "name the whistle-blowers", "list all children who ..."
        rf"{_COMMAND}(?:name|list|locate|unmask|expose|dox)\s+{_QUALIFIED}{_PERSONS}{_NO_OTHER_THING}{_NO_COUNT}",
        rf"{_WANTED}\band name\s+{_QUALIFIED}{_PERSONS}{_NO_OTHER_THING}",
        # "find the victims", "identify witnesses"; "identify victims of trafficking" and "reach children" name a task
        rf"{_WANTED}{_COMMAND}(?:identify|{_REACHED})\s+(?:an?|{_SINGLED_OUT})\s+{_QUALIFIED}{_PERSONS}{_NO_OTHER_THING}",
        rf"(?!\W*what\b){_WANTED}{_ORDER}(?:identify|find|contact|trace)\s+{_QUALIFIED}{_PERSONS}{_ALONE}",
        # "where can I find the witness", "how could I contact a victim", "where is the witness"
        rf"\b(?:where (?:can|could|do|may|might|would) (?:i|we|one)|how (?:can|could|do|may|might|would) i)\s+"
        rf"(?:{_REACHED}|meet|visit)\s+{_SINGLED_OUT}\s+{_QUALIFIED}{_PERSONS}{_NO_OTHER_THING}",
        rf"\b(?:where|how) (?:can|could|do|may|might|would) (?:i|we|one)\s+(?:contact|locate|trace|track down|"
        rf"get in touch with)\s+{_QUALIFIED}{_PERSONS}{_ALONE}",
        rf"^\W*where (?:is|are)\s+{_SINGLED_OUT}\s+{_QUALIFIED}{_PERSONS}\W*$",
        # "who were the victims that testified"
        rf"\bwho\s+(?:are|were|is|was)\s+{_QUALIFIED}{_PERSONS}\s+(?:who|that|whom|whose|behind|named|in the case)\b",
        # "tell me who the witnesses were"
        rf"\b(?:tell|give|show)\s+(?:me|us)\s+who\s+{_QUALIFIED}{_PERSONS}\s+(?:is|are|was|were)\b",
        # "who is the victim's sister"
        rf"\bwho\s+(?:is|are|was|were)\s+(?:an?|{_SINGLED_OUT})\s+(?:{_QUALIFIED}{_PERSONS}['’]s?\s+{_CLOSE}{_RELATIVES}|"
        rf"{_RELATIVES}\s+of\s+(?:an?|{_SINGLED_OUT})\s+{_QUALIFIED}{_PERSONS})\W*$",
        # "who is the person who sold a kidney"
        rf"\bwho\s+(?:is|was)\s+{_QUALIFIED}{_SUFFERED}\b",
        # "who is the survivor quoted", "which victims testified", "tell me the victims who ...", "... by name"
        rf"\bwho\s+(?:are|were|is|was)\s+{_QUALIFIED}{_PERSONS}\s+(?:quoted|cited|mentioned|interviewed|heard|involved)\b",
        rf"^\W*(?:which|what)\s+{_QUALIFIED}{_PERSONS}\s+(?:who\s+)?{_TOLD}\b",
        rf"\b(?:tell|give|show)\s+(?:me|us)\s+{_QUALIFIED}{_PERSONS}\s+(?:(?:who|that)\s+{_TOLD}|named|by name)\b",
        rf"{_WANTED}\b(?:tell|give|show|describe|present|introduce)\s+(?:(?:me|us)\s+)?{_QUALIFIED}{_PERSONS}"
        r"[^.?!]{0,40}\bby name\b",
        # "where do the survivors who spoke in 2017 live now", "where is the witness hiding"
        rf"\bwhere\b[^.?!]{{0,15}}\b(?:the|those|these|this|that)\s+{_QUALIFIED}{_PERSONS}[^.?!]{{0,80}}\b(?:live|lives|"
        r"living|reside|resides|stay|stays|staying|hide|hides|hiding|hidden|these days|right now|now|today)\b",
        # "which minors did they recruit? names and villages please", "which children ..., and with which families"
        rf"\b(?:which|what|whose)\s+{_QUALIFIED}{_PERSONS}[^!]*\b(?:names|villages|addresses|with (?:which|what) famil"
        r"(?:y|ies)|(?:in|at|from) (?:which|what) (?:towns?|villages?|houses?|streets?|schools?))\b",
        # "..., and in which towns do they live?"
        r"\bwho\s+(?:are|were|is|was)\b[^?]*\b(?:in (?:which|what) (?:towns?|villages?|streets?|houses?)|where) "
        r"(?:do|does|did) (?:they|he|she) live\b",
    )
)


def asks_for_persons(question: str) -> bool:
    """Whether `question` asks to name, list or find persons who must be protected, or one of their family."""
    plain = _KEEPING.sub("…", " ".join(question.split()))
    of_kin = _DOUBLED.sub("", _BY_KIN.sub(lambda kin: kin["person"] or "", plain))
    return any(pattern.search(text) for text in {plain, of_kin} for pattern in _ASKING)


@dataclass(frozen=True, slots=True)
class ProtectionClassifier:
    """`weights` of a question's vector, and the probability from which it asks for persons who must be protected."""

    weights: Vectors
    bias: float
    threshold: float

    def refuses(self, vector: Vectors) -> bool:
        """Whether the question of this vector is not answered."""
        return self.probability(vector) >= self.threshold

    def probability(self, vector: Vectors) -> float:
        """How likely the question asks for such persons, in [0, 1]."""
        return 1 / (1 + math.exp(-float(self.weights @ vector) - self.bias))


@cache
def load_protection_classifier(fingerprint: str, file: Path = FILE) -> ProtectionClassifier | None:
    """The classifier for the model with this fingerprint; None where it was fitted to another."""
    content = json.loads(file.read_text(encoding="utf-8"))
    if content["model"] != fingerprint:
        return None
    return ProtectionClassifier(np.asarray(content["weights"], np.float32), content["bias"], content["threshold"])
