"""読みやすさ: what makes a Japanese text hard to read, as tables of patterns, each with its reason.

Two levels: `plain` for what every resident reads, and `easy` for やさしい日本語, which people read
who are learning Japanese. The rules look at what the guideline of 出入国在留管理庁 and 文化庁 looks
at; the numbers are our own. Pure functions over one text; knows no procedure.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["plain", "easy"]


@dataclass(frozen=True, slots=True)
class Remark:
    """What is hard to read: the code of the rule, what was found, and what to do about it."""

    code: str
    message: str
    hint: str


LONGEST_SENTENCE: Mapping[Level, int] = {"plain": 100, "easy": 60}
"""Characters of a sentence: who reads slowly has lost its beginning at its end."""

LONGEST_WORD = 12
"""Characters without a space in やさしい日本語: longer ones are read as one word."""

SHORTEST_SPACED = 12
"""Texts up to this length can be one word or two, and need no space."""

_MOST_PASSIVES: Mapping[Level, int] = {"plain": 2, "easy": 1}

_NOT = "(?:ない|ありません)"

DOUBLE_NEGATIVES: Mapping[str, str] = {
    f"な(?:い|かった)わけで[はも]{_NOT}": "「…することもあります」と言い切ってください。",
    f"(?<!少)な(?:く|いこと)[はも]{_NOT}": "「…することがあります」と言い切ってください。",
    "ないと[はも][言い](?:えない|えません|い切れません)": "「…かもしれません」としてください。",
    "ないとは(?:限らない|限りません)": "「…することもあります」としてください。",
    f"ないもので[はも]{_NOT}": "言い切ってください。",
    "ざるを[得え](?:ない|ません)": "「…するしかありません」としてください。",
    "ない(?:限り|かぎり)[^。]{0,40}(?:ない|ません)": "「…したときだけ…できます」としてください。",
}
"""Two negatives in one thought: they have to be turned round in the head to be understood."""

OBLIGATIONS: Mapping[str, str] = {
    "なければ ?(?:なりません|ならない|いけません)": "「…して ください」としてください。",
    "ないと ?(?:なりません|いけません)": "「…して ください」としてください。",
}
"""Double negatives that everybody uses, and that learners stumble over all the same."""

TERMS: Mapping[str, str] = {
    "教示": "不服があるときにできることのお知らせ",
    "瑕疵": "欠けているところ、誤り",
    "疎明": "理由や事情を説明すること",
    "疎明資料": "理由や事情が分かる資料",
    "添付疎明資料": "理由や事情が分かる資料",
    "謄本": "全部の写し",
    "抄本": "一部の写し",
    "正本": "もとの書面",
    "当該": "その",
    "遅滞なく": "できるだけ早く",
    "却下": "内容を審査せずに退けること",
    "棄却": "審査した上で退けること",
    "過誤納": "誤って多く納めたこと",
    "充当": "ほかの納める分に回すこと",
    "収受": "受け取ること",
    "具備": "備えていること",
    "名宛人": "通知を受ける人",
    "滅失": "なくなること",
    "毀損": "壊れること",
    "償還": "返すこと",
    "按分": "割合に応じて分けること",
    "追完": "後から補うこと",
    "遡及": "さかのぼること",
    "準用": "同じ決まりを当てはめること",
    "催告": "求める知らせ",
    "権原": "使う権利",
    "押捺": "押すこと",
    "思料": "思うこと",
    "勘案": "考えに入れること",
    "参酌": "参考にすること",
    "具申": "申し出ること",
    "教唆": "そそのかすこと",
    "懈怠": "怠ること",
    "欠缺": "欠けていること",
    "疑義": "分からないところ",
    "善管注意義務": "注意を払う義務",
    "原本証明": "原本と同じであることの証明",
    "行政庁": "役所",
    "処分庁": "決定をした役所",
    "審査庁": "審査請求を審査する役所",
    "専決": "任された人が決めること",
    "副申": "添える意見",
    "進達": "取り次いで送ること",
    "経由機関": "取り次ぐ窓口",
    "所掌": "受け持つこと",
    "徴求": "求めること",
    "徴収": "集めること",
    "賦課": "税や料金を割り当てること",
    "免脱": "逃れること",
    "潜脱": "逃れること",
    "罹災": "災害に遭うこと",
    "嚥下": "飲み込むこと",
    "寡婦": "夫と死別や離婚をした女性",
}
"""Words of the law and of offices, and what they mean: unexplained they stop a reader."""

EASY_TERMS: Mapping[str, str] = {
    "交付": "わたす",
    "該当": "あてはまる",
    "提出": "出す",
    "記載": "書く",
    "記入": "書く",
    "添付": "いっしょに 出す",
    "納付": "お金を はらう",
    "納入": "お金を はらう",
    "免除": "はらわなくて よい",
    "減免": "安く する、なくす",
    "支給": "お金を わたす",
    "受給": "お金を もらう",
    "取得": "もらう、自分の ものに する",
    "居住": "住む",
    "所持": "持つ",
    "持参": "持って 来る、持って 行く",
    "助成": "お金を 助ける",
    "扶養": "生活の お金を 出す",
    "同意": "よいと 言う",
    "証する": "本当だと 示す",
    "及び": "と",
    "又は": "か、または",
    "並びに": "と",
    "若しくは": "か",
    "速やかに": "すぐに",
}
"""Words that all who grew up with Japanese know, and learners do not; each with an easier one."""

JARGON: Mapping[str, str] = {
    "オンライン": "インターネット",
    "アップロード": "ファイルを おくる",
    "ダウンロード": "ファイルを もらう",
    "フォーマット": "形",
    "フォーム": "書く ところ",
    "エビデンス": "本当だと わかる もの",
    "スキーム": "しくみ",
    "ガイドライン": "きまり",
    "コンプライアンス": "きまりを 守る こと",
    "インフラ": "道や 水や 電気",
    "ニーズ": "ほしい もの",
    "スキル": "できる こと",
    "アクセス": "行きかた、見る こと",
    "キャンセル": "やめる こと",
    "リスク": "あぶない こと",
    "サポート": "手伝い",
    "ログイン": "入る こと",
    "プロセス": "順番",
    "モニタリング": "見る こと",
    "ワンストップ": "一つの 場所で できる こと",
    "マイナンバーポータル": "マイナポータル（国の サイト）",
    "コミュニティ": "まちの 人の 集まり",
    "ライフライン": "水や 電気や ガス",
    "ハザードマップ": "あぶない 場所の 地図",
    "セーフティネット": "困った ときの 助け",
    "ヒアリング": "話を 聞く こと",
    "エントリー": "申しこみ",
    "スケジュール": "予定",
    "コンセンサス": "みんなの 考え",
    "リーフレット": "お知らせの 紙",
}
"""Words borrowed from English: they mean little to who knows neither English nor offices."""

_NUMERALS = re.compile("[一二三四五六七八九十百千万億兆〇]{2,}")
_NO_NUMBERS = re.compile("万一|八百屋|七五三|五十音|十中八九")
"""Words that are written with the signs of numbers and are none."""

_NO_TERMS = re.compile("[基標水]準用|[修訂補改校]正本|源泉徴収|行政庁舎")
"""Words within which a term of the list stands by chance, or which everybody knows."""

_PASSIVE = re.compile(
    "され(?:る|た|て|ま|な|ず|ば)"
    "|(?:求め|認め|定め|解せ|納め|課せ|設け|命ぜ)られ(?:る|た|て|ま|な|ず|ば)"
)
_SPACES = re.compile(r"\s")
_BREAKS = re.compile(r"[\s、。！？「」『』（）()・〜～：:…\n0-9０-９a-zA-Z,./]+")
_EXPLAINED = re.compile("[」 ]?(?:とは|というのは|[^。、（]{0,4}[（(])")
"""What follows a term that is explained: brackets close behind it, or 「…とは」."""


@lru_cache(maxsize=8192)
def read(text: str, level: Level) -> tuple[Remark, ...]:
    """Give all that is hard to read in a text; nothing if it can be read well."""
    found = [*_sentences(text, level), *_negatives(text, level), *_terms(text, level)]
    for each in _numerals(text):
        words = f"漢数字「{each}」が続いています。"
        found.append(Remark("P645", words, "算用数字で書いてください（12、300など）。"))
    if level == "easy":
        found += [*_jargon(text), *_spacing(text)]
    return tuple(found)


def sentences(text: str) -> Iterator[str]:
    """Give the sentences of a text; a full stop within brackets ends none."""
    start = depth = 0
    for n, character in enumerate(text):
        depth += (character in "（「『(") - (character in "）」』)")
        if character == "\n" or (character in "。！？" and depth <= 0):
            yield text[start : n + 1]
            start, depth = n + 1, 0
    yield text[start:]


def length(sentence: str) -> int:
    """Count the characters of a sentence, spaces left out."""
    return len(_SPACES.sub("", sentence))


def _sentences(text: str, level: Level) -> Iterator[Remark]:
    most, passives = LONGEST_SENTENCE[level], _MOST_PASSIVES[level]
    for sentence in sentences(text):
        count = length(sentence)
        if count > most:
            words = f"文「{_start(sentence)}」が長すぎます（{count}字）。"
            yield Remark("P642", words, f"{most}字までの文に分けてください。")
        chain = len(_PASSIVE.findall(sentence))
        if chain > passives:
            words = f"文「{_start(sentence)}」で、受身（…される）が{chain}度重なっています。"
            yield Remark("P646", words, "だれが何をするかを書いてください。")


def _negatives(text: str, level: Level) -> Iterator[Remark]:
    rules = {**DOUBLE_NEGATIVES, **(OBLIGATIONS if level == "easy" else {})}
    for pattern, hint in rules.items():
        match = re.search(pattern, text)
        if match is not None:
            yield Remark("P643", f"「{match.group()}」で、否定が重なっています。", hint)


def _terms(text: str, level: Level) -> Iterator[Remark]:
    terms = {**TERMS, **EASY_TERMS} if level == "easy" else TERMS
    for term in _unexplained(text, terms):
        words = f"むずかしい言葉「{term}」に、説明がありません。"
        yield Remark("P644", words, f"言い換えるか、（　）で説明してください: {terms[term]}")


def _jargon(text: str) -> Iterator[Remark]:
    for term in _unexplained(text, JARGON):
        words = f"片仮名の言葉「{term}」に、説明がありません。"
        yield Remark("P647", words, f"言い換えるか、（　）で説明してください: {JARGON[term]}")


def _unexplained(text: str, terms: Mapping[str, str]) -> Iterator[str]:
    """Give the terms of a text that nothing explains, the longer of two in one place."""
    text = _NO_TERMS.sub("　", text)
    found = [term for term in terms if term in text]
    for term in found:
        within = any(term != each and term in each for each in found)
        if not within and not _EXPLAINED.match(text, text.index(term) + len(term)):
            yield term


def _numerals(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_NUMERALS.findall(_NO_NUMBERS.sub("", text))))


def _spacing(text: str) -> Iterator[Remark]:
    longest = max(_BREAKS.split(text), key=len)
    unspaced = len(text) > SHORTEST_SPACED and not _SPACES.search(text)
    if unspaced or len(longest) > LONGEST_WORD:
        words = f"「{_start(longest or text)}」に、言葉の間の空きがありません。"
        yield Remark("P648", words, "言葉ごとに空けてください（例: 食べものの 店を はじめる）。")


def _start(text: str) -> str:
    stripped = text.strip()
    return stripped if len(stripped) <= 24 else f"{stripped[:24]}…"
