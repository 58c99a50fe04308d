"""Words of German and English that seldom name the subject of a text: left out of a query if it has other words.

Some are also names, such as IT and WHO: in capitals or quotation marks they are searched.
"""

from __future__ import annotations

STOP_WORDS = frozenset(
    "a aber als am an and are as at auch auf aus be bei beim bin bis bist by da dadurch daher darum das dass dein"
    " dem den denn der des deshalb dessen die dies diese dieser dieses doch dort du durch ein eine einem einen"
    " einer eines er es etwas euer for from für gab gibt hab habe haben has hat hatte hatten have hier hinter how"
    " ich ihr ihre im in ins is ist it its ja jede jedem jeden jeder jedes jener jetzt kann kein keine können man"
    " mehr mein mich mir mit muss müssen nach nicht noch nun nur ob oder of ohne on or schon sehr sein seine seit"
    " sich sie sind so soll sollen sondern sonst soweit sowie that the their they this to um und uns unser unter"
    " vom von vor wann war waren warum was wegen weil weiter welch welche welchem welchen welcher welches wem wen"
    " wenn wer werde werden were what when where which who wie wieder wieviel will wir wird with wo wofür woher"
    " wohin worum wurde wurden zu zum zur zwar zwischen über".split()
)
