"""Nouns for voters: a row per noun, with its role and an example sentence in which it has that role.

A test extracts the vote of each sentence and swaps the nouns: the rows of the votes must stay the same.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import Literal

Role = Literal["seat", "judge", "state", "holder", "public", "party"]


@dataclasses.dataclass(frozen=True, slots=True)
class VoterNoun:
    """A noun for a voter.

    Attributes:
        singular: the noun, in lower case.
        plural: its plural; alone, it means their body ("Trustees voted 5-2"), unless the role is `state` or `party`.
        role: `seat`: a seat in a body that votes; `judge`: a seat in a court; `state`: a vote in an assembly of states;
            `holder`: a vote by share or membership; `public`: a vote in a referendum or a town meeting; `party`: a vote
            with only a part of the body.
        is_title: whether it is a title before a name: "Trustee Ana Ruiz".
        example: a sentence on a vote with the noun in its role.
    """

    singular: str
    plural: str
    role: Role
    is_title: bool
    example: str


NOUNS = (
    VoterNoun("member", "members", "seat", True, "Four members voted against the lease."),
    VoterNoun("commissioner", "commissioners", "seat", True, "Commissioners voted 5-2 to sell the mill."),
    VoterNoun("councilmember", "councilmembers", "seat", True, "Councilmembers approved the plan 6-1."),
    VoterNoun("councillor", "councillors", "seat", True, "Eight councillors voted in favour of the scheme."),
    VoterNoun("councilor", "councilors", "seat", True, "Three councilors opposed the plan, and six supported it."),
    VoterNoun("councilman", "councilmen", "seat", True, "Two councilmen voted no."),
    VoterNoun("councilwoman", "councilwomen", "seat", True, "Three councilwomen voted yes."),
    VoterNoun("councilperson", "councilpersons", "seat", True, "Five councilpersons voted for the ordinance."),
    VoterNoun("alderman", "aldermen", "seat", True, "Aldermen rejected the permit 14-2."),
    VoterNoun("alderwoman", "alderwomen", "seat", True, "Two alderwomen voted against the permit."),
    VoterNoun("alderperson", "alderpersons", "seat", True, "Nine alderpersons voted for the permit."),
    VoterNoun("trustee", "trustees", "seat", True, "All seven trustees voted to close the school."),
    VoterNoun("supervisor", "supervisors", "seat", True, "Three supervisors voted against the lease."),
    VoterNoun("senator", "senators", "seat", True, "Thirty senators voted for the bill."),
    VoterNoun("representative", "representatives", "seat", True, "Forty representatives voted against the bill."),
    VoterNoun("lawmaker", "lawmakers", "seat", False, "Lawmakers passed the bill 70-28."),
    VoterNoun("legislator", "legislators", "seat", False, "Legislators voted 70-28 to override the veto."),
    VoterNoun("assemblyman", "assemblymen", "seat", True, "Six assemblymen voted against the bill."),
    VoterNoun("assemblywoman", "assemblywomen", "seat", True, "Two assemblywomen voted against the bill."),
    VoterNoun("congressman", "congressmen", "seat", True, "Twelve congressmen voted against the bill."),
    VoterNoun("congresswoman", "congresswomen", "seat", True, "Ten congresswomen voted for the bill."),
    VoterNoun(
        "parliamentarian", "parliamentarians", "seat", False, "Parliamentarians voted 88-31 to ratify the treaty."
    ),
    VoterNoun("mp", "mps", "seat", False, "MPs voted 312 to 297 to reject the deal."),
    VoterNoun("mep", "meps", "seat", False, "Forty MEPs voted against the directive."),
    VoterNoun("peer", "peers", "seat", False, "Peers voted 210 to 145 to amend the bill."),
    VoterNoun("delegate", "delegates", "seat", True, "Delegates removed the ban, 692-51."),
    VoterNoun("deputy", "deputies", "seat", True, "Ninety deputies voted for the law."),
    VoterNoun("minister", "ministers", "seat", True, "Fourteen ministers voted for the budget."),
    VoterNoun(
        "governor", "governors", "seat", True, "Five governors voted to raise the rate and four voted against it."
    ),
    VoterNoun("policymaker", "policymakers", "seat", False, "Policymakers voted 7-2 to keep the rate."),
    VoterNoun("ambassador", "ambassadors", "seat", True, "Ambassadors approved the sanctions 24-3."),
    VoterNoun("director", "directors", "seat", True, "All nine directors voted for the merger."),
    VoterNoun("regent", "regents", "seat", True, "All nine regents voted yes on the tuition plan."),
    VoterNoun("selectman", "selectmen", "seat", True, "Selectmen voted 3-2 to repair the bridge."),
    VoterNoun("selectwoman", "selectwomen", "seat", True, "Two selectwomen voted against the contract."),
    VoterNoun("selectperson", "selectpersons", "seat", True, "Four selectpersons voted for the contract."),
    VoterNoun("freeholder", "freeholders", "seat", True, "Freeholders voted 6-1 to buy the farm."),
    VoterNoun("panelist", "panelists", "seat", False, "Eleven panelists voted to recommend the drug."),
    VoterNoun("juror", "jurors", "seat", False, "Ten jurors voted to acquit and two voted to convict."),
    VoterNoun("justice", "justices", "judge", True, "Six justices voted to uphold the law."),
    VoterNoun("judge", "judges", "judge", True, "Two judges voted to overturn the ruling."),
    VoterNoun("country", "countries", "state", False, "Fourteen countries voted against the resolution."),
    VoterNoun("nation", "nations", "state", False, "Ninety nations voted for the resolution."),
    VoterNoun("state", "states", "state", False, "Thirty states voted for the amendment."),
    VoterNoun(
        "shareholder", "shareholders", "holder", False, "Shareholders approved the merger with 71 percent in favor."
    ),
    VoterNoun(
        "stockholder", "stockholders", "holder", False, "Stockholders rejected the sale with 61 percent against."
    ),
    VoterNoun("investor", "investors", "holder", False, "Sixty percent of investors voted against the pay plan."),
    VoterNoun("worker", "workers", "holder", False, "Workers ratified the contract 812 to 301."),
    VoterNoun("employee", "employees", "holder", False, "Employees voted 412-57 to join the union."),
    VoterNoun("teacher", "teachers", "holder", False, "Teachers voted 412-57 to authorize a strike."),
    VoterNoun("homeowner", "homeowners", "public", False, "Homeowners approved the levy 61 to 12."),
    VoterNoun("resident", "residents", "public", False, "Residents voted 212 to 97 to buy the woods."),
    VoterNoun("townsperson", "townspeople", "public", False, "Townspeople voted 212 to 97 to buy the woods."),
    VoterNoun("voter", "voters", "public", False, "Voters rejected the sales tax, 61 percent to 39 percent."),
    VoterNoun("democrat", "democrats", "party", False, "Four Democrats voted against the bill."),
    VoterNoun("republican", "republicans", "party", False, "Six Republicans voted for the bill."),
)


def nouns(*roles: Role) -> tuple[VoterNoun, ...]:
    """The nouns with any of these roles."""
    return tuple(noun for noun in NOUNS if noun.role in roles)


def forms(some: Iterable[VoterNoun]) -> frozenset[str]:
    """The singulars and plurals of the nouns."""
    return frozenset(form for noun in some for form in (noun.singular, noun.plural))


def one_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))})"


# Plurals that mean the body of the voters when they are used alone.
BODIES = frozenset(noun.plural for noun in NOUNS if noun.role not in {"state", "party"})
# Members of a body or a court.
OFFICES = frozenset(noun.singular for noun in nouns("seat", "judge"))
WOMEN = frozenset(office for office in OFFICES if office.endswith("woman"))
MEN = frozenset(office for office in OFFICES if office.endswith("man")) - WOMEN
TITLES = frozenset(noun.singular for noun in NOUNS if noun.is_title)
# Titles that occur only before the names of people, unlike "Governor" in "Governor Hotel".
PERSONAL_TITLES = frozenset(title for title in TITLES if title.endswith(("man", "woman", "person")))
# Groups of voters that speak as one.
GROUPS = frozenset(noun.plural for noun in NOUNS if noun.role != "state")
# Pattern: titles before a name or several names.
BEFORE_NAMES = one_of(forms(noun for noun in NOUNS if noun.is_title))
# Pattern: voters whose votes are counted one by one. The public is not among them: it votes for candidates, too.
COUNTED = one_of(forms(nouns("seat", "judge", "state", "holder", "party")) | {"member states"})
# Voters whose "were for" or "opposed" means a vote; the public may only have been polled.
DELEGATED = forms(nouns("seat", "judge", "state", "holder"))
# Pattern: voters of whom a share is stated: "61 percent of residents voted".
SHARED = one_of(noun.plural for noun in NOUNS if noun.role != "party")
