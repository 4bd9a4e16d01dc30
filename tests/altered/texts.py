"""Articles about places that do not exist, full of what may not be lost: negations, numbers, hedges, quantifiers."""

from __future__ import annotations

HARBOR = """\
Harbor board hears from both sides

Ida Brandt said the harbor office has not inspected the ferry since 2019.

“The ferry does not meet the code, and it never met the code,” said Tomas Ferrow of the Tarn Institute.

Lena Okoro said that nearly 300 families live within a mile of the pier. She said most families have no car.

“All seven pumps failed in May,” Ferrow said. “The pier may collapse in a storm.”

Mara Quill denied that the Tarn Institute had hidden 12 reports. Quill said it published every report on time.

“We did not sell the mill to Pellham Steel,” Brandt said. “Pellham Steel bought the mill from the bank in 2014.”

The harbor office will probably close the north gate in October, Okoro said.

Osric Vane predicted that the repairs would cost $4 million. He said the town could borrow the money at 3 percent.

“Nobody told the crew about the leak,” said Priya Sandoval. “At least 40 people worked below deck that night.”

Sandoval said the company had hired only two welders and had trained neither of them.

“No boat has sunk here since 1987,” Vane said. “Some captains still avoid the channel.”

Brandt said the board approved 15 of 20 permits and that Pellham Steel holds eight of them.
"""

SCHOOL = """\
Schools report divides Ashgrove

The Ashgrove school board hired 31 teachers in 2030.

Superintendent Noor Haddad said the district has not closed a school in 12 years.

“Every school has a nurse,” Haddad said.

“The report does not name a single principal,” said Carl Voss, “and it cites only three parents.”

Voss said the board might cut the music program. Haddad disputed that the board had ever discussed music.

“Enrollment fell by 240 pupils, but the budget did not shrink,” said Beth Inoue.

Inoue said few parents answered the survey. About 900 parents received it, she said.

“The buses never ran on time,” Inoue said. “Half the drivers quit before Christmas.”

The board suggested that the roof of Lincoln Elementary would last ten years.

“Lincoln Elementary lost its library in 2026,” said Haddad. “The fire destroyed 8,000 books.”

Dana Cole said the district owes Ashgrove Transit $1.2 million, and Ashgrove Transit owes the district nothing.

“Many pupils could walk to school,” Cole said. “The road is not lit, however.”

Voss said that perhaps 50 pupils left for Pellham Academy. Pellham Academy has no waiting list, he said.

The auditor found that the board paid Voss Construction twice for one roof.

“We cannot open the pool in June,” Haddad said. “The state inspector has not signed the papers.”
"""

CLINIC = """\
Second clinic opens in Lower Tarn

Lower Tarn opened a second clinic on Monday.

“The clinic treated 410 patients in its first week,” said Dr. Lena Moss. “None of them waited for more than an hour.”

Moss said the hospital in Quay had turned away 60 patients and had not called one of them back.

“Tarn County gave the clinic $600,000,” said Joel Abara. “The state gave it nothing.”

Abara said that all nurses speak Spanish and that several doctors do not.

“It is likely that the county will fund a third clinic,” Abara said.

Gail Tripp denied that Tripp Pharma had raised its prices. Tripp said the firm cut prices in 14 towns.

“Tripp Pharma sold the building to Tarn County in 2028,” Moss said. “The roof leaks, and the lift has never worked.”

The pharmacists’ union alleged that the firm fired 22 workers without notice.

“Our members might strike in March,” said Rex Moy, who leads the union. “Fewer than ten members voted against it.”

Moy said the firm did not answer three letters. The letters reached the firm on May 2, he said.

“Both elevators failed,” Tripp said. “We have repaired one elevator, not two.”

Tripp said no patient was harmed, and Moss said two patients fell.
"""

TEXTS = {"harbor.txt": HARBOR, "school.txt": SCHOOL, "clinic.txt": CLINIC}
