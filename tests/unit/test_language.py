"""The language of a text: scripts, function words, the model, and what the producer says."""

from __future__ import annotations

import pytest

from workers.extract.language import identify
from workers.extract.ngrams import rank_languages


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The minister said on Tuesday that the bridge would be open to traffic by the end of the year.", "en"),
        (
            "Der Minister sagte am Dienstag, dass die Brücke bis zum Ende des Jahres für den Verkehr offen sein wird.",
            "de",
        ),
        ("Le ministre a déclaré mardi que le pont serait ouvert à la circulation avant la fin de l'année.", "fr"),
        ("El ministro dijo el martes que el puente estará abierto al tráfico antes de que termine el año.", "es"),
        ("O ministro disse na terça-feira que a ponte não estará aberta ao tráfego até o fim do ano.", "pt"),
        ("Il ministro ha detto martedì che il ponte sarà aperto al traffico entro la fine dell'anno.", "it"),
        ("De minister zei dinsdag dat de brug voor het einde van het jaar open zal zijn voor het verkeer.", "nl"),
        ("Ministern sade på tisdagen att bron ska vara öppen för trafik före årets slut.", "sv"),
        ("Minister powiedział we wtorek, że most będzie otwarty dla ruchu przed końcem roku.", "pl"),
        (
            "Bakan salı günü köprünün yıl sonuna kadar trafiğe açık olacağını söyledi ve çok iyi olduğunu belirtti.",
            "tr",
        ),
        ("Министр сообщил во вторник, что мост будет открыт для движения до конца года.", "ru"),
        ("Міністр повідомив у вівторок, що міст буде відкрито для руху до кінця року.", "uk"),
        ("قال الوزير يوم الثلاثاء إن الجسر سيكون مفتوحا أمام حركة المرور قبل نهاية العام.", "ar"),
        ("وزیر روز سه‌شنبه گفت که این پل تا پایان سال برای رفت و آمد باز خواهد شد.", "fa"),
        ("मंत्री ने मंगलवार को कहा कि पुल साल के अंत तक यातायात के लिए खुला रहेगा।", "hi"),
        ("部长星期二表示，大桥将在年底前通车。", "zh"),
        ("大臣は火曜日、橋が年末までに開通すると述べた。", "ja"),
        ("장관은 화요일 다리가 연말까지 개통될 것이라고 말했다.", "ko"),
        ("Ο υπουργός δήλωσε την Τρίτη ότι η γέφυρα θα είναι ανοιχτή.", "el"),
        ("השר אמר ביום שלישי כי הגשר ייפתח לתנועה עד סוף השנה.", "he"),
        ("รัฐมนตรีกล่าวเมื่อวันอังคารว่าสะพานจะเปิดใช้งานก่อนสิ้นปี", "th"),
        ("Menteri mengatakan pada hari Selasa bahwa jembatan itu akan dibuka karena sudah selesai.", "id"),
    ],
)
def test_tells_the_language_of_a_sentence(text: str, tag: str) -> None:
    found = identify(text, None)
    assert found is not None
    assert found.tag == tag
    assert 0.5 <= found.confidence <= 1


@pytest.mark.parametrize("text", ["", " ", "12 34", "!?… —", "a", "\ud800", "🎈🎈🎈"])
def test_says_nothing_without_letters(text: str) -> None:
    assert identify(text, "en") is None


@pytest.mark.parametrize(
    ("text", "declared", "tag"),
    [
        ("The minister said that the bridge would be open by the end of the year.", "en_us", "en-US"),
        ("The minister said that the bridge would be open by the end of the year.", "de", "en"),
        ("The minister said that the bridge would be open by the end of the year.", "not a tag!", "en"),
        ("部长星期二表示，大桥将在年底前通车。", "zh-hans-cn", "zh-Hans-CN"),
        ("Oslo Kyiv Roma", "nb", "nb"),
    ],
)
def test_what_the_producer_says_stands_where_the_text_agrees_or_cannot_tell(text: str, declared: str, tag: str) -> None:
    found = identify(text, declared)
    assert found is not None
    assert found.tag == tag


def test_a_foreign_quotation_does_not_turn_the_language() -> None:
    text = "The word «перестройка» was on all the signs, and the people in the street said that it was a promise."
    found = identify(text, None)
    assert found is not None
    assert found.tag == "en"


def test_letters_that_tell_nothing_leave_it_to_the_producer() -> None:
    assert identify("ꙮꙮꙮ", None) is None
    found = identify("ꙮꙮꙮ", "cu")
    assert found is not None
    assert (found.tag, found.confidence) == ("cu", 0.5)


def test_the_model_ranks_and_its_shares_add_up() -> None:
    ranked = rank_languages("Der Minister sagte am Dienstag")
    assert ranked[0][0] == "de"
    assert abs(sum(share for _, share in ranked) - 1) < 1e-3
    assert rank_languages("") == []
