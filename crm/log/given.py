"""First names by which an unknown person shows."""

# ruff: noqa: E501 - a list reads best unbroken

from __future__ import annotations

from crm.naming import nicknames, word_set

GIVEN = word_set(
    "aaron adam adriana aisha akira alan albert alejandro alessandro alice alicia alina amy ana anders andrea andrei angela anita anja "
    "anna anne annie antoine antonio arjun arthur ashley astrid ayesha bart beatriz bella bernd bianca birgit boris brad brandon brenda "
    "brian bruce bruno bryan caitlin camila carla carlos carmen carol caroline cecilia chad chen chiara chloe claire clara claudia "
    "colin connor craig dana daniela danielle darren diana diego diego dieter dmitri dominik duncan dylan elena elif elisa ella ellen "
    "emil emily emma enrique eric erik erika erin ethan eva evan fatima felix fernando fiona florian francesca francois gabriela gareth "
    "gary george georgia gina giulia graham greta guillermo gustavo hannah hans harry hassan heather heidi helen helena henrik henry "
    "hiroshi holly howard hugo ian ibrahim igor ines ingrid irene iris isaac isabel isabella ivan jacob jake jan jana janet jane jasmine jason "
    "javier jean jeremy jill jin joan joanna joel johan johanna jordan jorge jose joyce juan judith judy julia julian julie jurgen justin "
    "karen karim karin karl katarina katja keith kelly kenji kevin kirsten klaus kurt kyle lara lars laura lauren lee leila lena leon "
    "lewis liam lina linda lisa lori louis louise lucas lucia lucy luis luke lukas lydia magnus manuel marc marco marcus margot maria marie "
    "marina mario marion marta martha martin martina mary mateo matteo maya megan mei melissa mia michelle miguel mila miriam mohamed "
    "mohammed monica monika nadia naomi natalia natalie neha neil nicole nikhil nina noah nora norman olga olivia omar oscar otto owen "
    "pablo paolo patrice paul paula pedro per petra pierre piotr priya rachel rahul rajesh ralph ramon raj ravi renee rita roberto "
    "roger rohan roland rosa ross roy ruben ruth ryan sabine sally sandra sanjay sara sarah scott sean serena sergio shane sharon "
    "shannon sheila shreya silvia simon sofia sonia sophia sophie stacy stefan stefanie stella stuart sunil susanne suzanne sven "
    "tamara tania tara tariq teresa terry tina tobias todd tomas tracy trevor tyler ulrich ursula vanessa vera veronica vijay "
    "viktor vivian wei wendy wolfgang xavier yasmin yuki yusuf yvonne zara zoe jared derek curtis marcy marge dawn gwen deepak anil "
    "kofi kwame amara chidi ngozi tunde ola sipho thandi lerato bongani"
) | {
    name
    for name in nicknames()
    if len(name) > 2 and name not in {"will", "bill", "rich", "mark", "dot", "max", "drew", "frank"}
}
