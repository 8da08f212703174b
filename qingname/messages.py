"""Finding → a sentence for a person, in Chinese or English. Nothing else words a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from qingname.model import Technique

if TYPE_CHECKING:
    from qingname.model import Finding, Verdict

Language = Literal["zh", "en"]

_WHAT = {
    "QN101": ("“{text}”冒用或仿冒“{target}”", "“{text}” poses as {target}"),
    "QN102": ("“{text}”形似官方机构，登记库中没有：{target}", "“{text}” is built like an official body that no registry holds: {target}"),
    "QN103": ("“{text}”涉及军队单位或标志“{target}”", "“{text}” names or stands in for the military unit or sign {target}"),
    "QN104": ("含“{target}”的名称须从严核验", "a name with “{target}” needs a strict check"),
    "QN105": ("“{text}”冒用或仿冒企事业单位“{target}”", "“{text}” poses as the institution or enterprise {target}"),
    "QN106": ("“{text}”冒用或仿冒国家（地区）、国际组织“{target}”", "“{text}” poses as the state or international body {target}"),
    "QN107": ("与已关闭账号“{target}”同名或近似", "same as, or close to, the closed account “{target}”"),
    "QN108": ("“{target}”是民政部门公布的非法社会组织", "{target} is on the civil affairs authorities' list of illegal organisations"),
    "QN109": ("名称声称{target}", "the name claims {target}"),
    "QN110": ("名称使用国家或党的象征标志：{target}", "the name uses a sign of state or party: {target}"),
    "QN201": ("“{text}”冒用或仿冒新闻媒体“{target}”", "“{text}” poses as the news outlet {target}"),
    "QN202": ("未经许可使用具有新闻属性的名称：{target}", "a name with the attribute of news, without a news licence: {target}"),
    "QN203": ("“{text}”形似新闻媒体，登记库中没有：{target}", "“{text}” is built like a news outlet that no registry holds: {target}"),
    "QN301": ("以行政区划名称“{target}”作账号名", "the administrative division {target} used as an account name"),
    "QN302": ("行政区划名称加资讯或服务词，易误导公众：{target}", "a place name with a news or service word may mislead: {target}"),
    "QN303": ("使用机构所在地或标志性建筑物名称“{target}”", "the name of a seat of organs or a landmark: {target}"),
}
_WHAT.update(
    {
        "QN401": ("称谓“{text}”须核验资质", "the title “{text}” needs a verified licence"),
        "QN402": ("称谓“{text}”所附资质无效", "the licence given for “{text}” does not carry it"),
        "QN501": ("“{text}”冒充机关、媒体等单位工作人员：{target}", "“{text}” poses as staff: {target}"),
        "QN502": ("自称{target}", "claims to be a party to an event: {target}"),
        "QN503": ("“{text}”冒用他人身份：{target}", "“{text}” poses as {target}"),
        "QN504": ("“{text}”声称官方或认证", "“{text}” claims to be official or verified"),
        "QN701": ("“{text}”是联系方式（{target}）", "“{text}” is a contact ({target})"),
        "QN702": ("含有看不见或堆叠的字符：{target}", "hidden or piled-up characters: {target}"),
        "QN703": ("名称的长度或字符不合平台规则：{target}", "length or characters that the platform does not allow: {target}"),
        "QN801": ("与此前被拒的“{target}”近似", "close to “{target}”, which was refused before"),
        "QN505": ("“{text}”冒充平台工作人员：{target}", "“{text}” poses as the platform's staff: {target}"),
    }
)
_WHAT.update(
    {
        "QN601": ("头像与“{target}”的标志相同或近似", "the avatar is, or resembles, the mark of {target}"),
        "QN602": ("头像含有{target}", "the avatar shows {target}"),
        "QN603": ("头像中的文字：{inner}", "text in the avatar: {inner}"),
        "QN604": ("头像含有联系方式或二维码（{target}）", "the avatar carries a contact or a code ({target})"),
        "QN605": ("名称“{named}”与头像合在一起指向“{target}”", "the name “{named}” and the avatar together point to {target}"),
        "QN606": ("头像无法识别：{unreadable}", "the avatar cannot be judged: {unreadable}"),
    }
)
_WHAT["QN901"] = ("本账号对 {target} 的豁免已到期（{expires}；批准人：{granter}；理由：{reason}）", "this account's waiver of {target} has ended ({expires}; granted by {granter}: {reason})")
_REFUSED = ("所附资质“{credential}”查无登记或已失效", "the credential {credential} is not registered, or no longer in force")
_POLICY = {  # which setting of the policy made a finding a note
    "allow": ("；在策略的允许名单中", "; on the policy's allow-list"),
    "waiver": ("；由{waiver_granter}豁免至 {waiver_expires}，理由：{waiver_reason}", "; waived by {waiver_granter} until {waiver_expires}: {waiver_reason}"),
    "min_score": ("；把握低于策略的 {min_score}", "; less sure than the policy's {min_score}"),
}
_HOW: dict[str, tuple[str, str]] = {
    Technique.TRADITIONAL: ("繁体", "traditional form"),
    Technique.VARIANT: ("异体字", "variant character"),
    Technique.WIDTH_STYLE: ("全角或花体", "width or style"),
    Technique.INVISIBLE: ("隐藏字符", "invisible characters"),
    Technique.BIDI: ("文字方向控制符", "bidirectional controls"),
    Technique.STRIKE: ("删除线", "strike-through"),
    Technique.INSERTED: ("插入符号", "inserted signs"),
    Technique.SPACED: ("空格", "spacing"),
    Technique.LATIN_LOOK_ALIKE: ("形近字母", "look-alike letters"),
    Technique.LOOK_ALIKE: ("形近字", "look-alike characters"),
    Technique.HOMOPHONE: ("同音字", "homophones"),
    Technique.SPLIT: ("拆字", "split characters"),
    Technique.PINYIN: ("拼音", "pinyin"),
    Technique.INITIALS: ("拼音首字母", "pinyin initials"),
    Technique.REORDERED: ("颠倒顺序", "changed order"),
    Technique.DROPPED: ("少一字", "a dropped character"),
    Technique.ADDED: ("多一字", "an added character"),
    Technique.CHANGED: ("改一字", "a changed character"),
    Technique.NUMERAL: ("数字变体", "numerals"),
    Technique.FORMER_NAME: ("旧称", "a former name"),
    Technique.ABBREVIATION: ("简称", "an abbreviation"),
}
_SEEN = {  # how something was seen in an avatar, by the parameter that says so
    "mark": ("标志", "mark"),
    "view": ("视图", "view"),
    "transform": ("变换", "transform"),
    "distance": ("汉明距离", "Hamming distance"),
    "inliers": ("吻合的特征点", "features that agree"),
    "frame": ("帧", "frame"),
    "turned": ("方向", "turned"),
    "format": ("码制", "format"),
    "named": ("名称", "name"),
}
_KINDS = {
    "gov_org": ("机关单位", "government body"),
    "media_org": ("新闻媒体", "news outlet"),
    "enterprise": ("企业", "enterprise"),
    "org": ("组织机构", "organisation"),
    "person": ("个人", "person"),
    "license": ("资质证书", "license"),
}
_RULES = {  # what a rule finds, in a few words; the tables of both readmes say the same, which a test holds them to
    "QN101": ("党政、司法机关和人民团体，地名加机构，政务热线和政务账号", "party, state, judicial and mass organisations, place × organ, hotlines, account brands"),
    "QN102": ("形似官方机构、登记库中却没有的名称（捏造）", "names built like an official body that no registry holds"),
    "QN103": ("军队单位及其标志、代称", "units of the armed forces, their signs and stand-ins"),
    "QN104": ("中国、中华、中央、全国、国家", "中国, 中华, 中央, 全国, 国家"),
    "QN105": ("高校、医院、央企、银行、知名品牌", "universities, hospitals, central enterprises, banks, well-known brands"),
    "QN106": ("外国、使领馆、国际组织", "foreign states, embassies, international organisations"),
    "QN107": ("平台列出的已关闭账号名称", "names of closed accounts that the platform lists"),
    "QN108": ("主管部门公布的非法社会组织", "organisations that the authorities have listed as illegal"),
    "QN109": ("退役、老兵、某部等军人身份", "退役, 老兵, 某部"),
    "QN110": ("国家和党的象征标志", "signs of state and party in a name"),
    "QN201": ("新闻媒体、频道、栏目", "news outlets, channels, programmes"),
    "QN202": ("没有媒体认证而使用具有新闻属性的词", "news words without a media credential"),
    "QN203": ("形似媒体、登记库中却没有的名称", "names built like an outlet that no registry holds"),
    "QN301": ("单独以县级以上行政区划作名称", "nothing but a place at county level or above"),
    "QN302": ("地名加资讯或服务词", "a place with a news or service word"),
    "QN303": ("机构所在地、标志性建筑物", "seats of organs and landmarks"),
    "QN401": ("没有资质证明的职业称谓", "professional titles that no verified licence carries"),
    "QN402": ("资质种类不符、持有人不符或已过期", "licences of another kind or holder, or expired"),
    "QN501": ("自称机关、媒体等单位的工作人员；公职职务", "claims to work for a body or outlet; posts of state bodies"),
    "QN502": ("自称事件当事人、亲友、知情人", "claims to be a party to an event"),
    "QN503": ("平台列出的特定人员", "persons that the platform lists"),
    "QN504": ("没有具体机构的官方、认证声称；变形的“官方”", "claims to be official or verified with no body named; 官方 in disguise"),
    "QN505": ("平台自己的工作人员和品牌", "the platform's own staff and brand"),
    "QN601": ("与机构、媒体、企业的标志相同或近似的头像", "avatars that are, or resemble, the mark of a body, outlet or enterprise"),
    "QN602": ("头像中的国徽、党徽、警徽、军旗、公章等", "emblems and flags of state, party, army, police; red seals"),
    "QN603": ("头像中的文字，按账号名称判断", "text in avatars, judged as if it were the name"),
    "QN604": ("头像中的二维码和联系方式", "QR codes and contacts in avatars"),
    "QN605": ("名称和头像各有疑点，且指向同一主体", "doubts about name and avatar that meet in one body"),
    "QN606": ("无法读取或无法识别的头像", "avatars that cannot be read or judged"),
    "QN701": ("名称和简介中的电话、网址、邮箱、微信号、QQ号等联系方式", "telephone numbers, URLs, e-mail addresses, WeChat and QQ handles in names and bios"),
    "QN702": ("看不见的字符、方向控制符、堆叠的附加符号；只作提示", "characters that no reader sees; a note only"),
    "QN703": ("长度和可用字符；策略设定了限制时才查", "length and characters, where the policy sets limits"),
    "QN801": ("被拒名称改头换面再次提交", "second tries of a refused name"),
    "QN901": ("策略中已到期的豁免", "waivers of the policy that have ended"),
}
_CATEGORIES = {
    "official": ("党政机关、团体及其账号", "party and state bodies"),
    "military": ("军队", "armed forces"),
    "media": ("新闻媒体", "news media"),
    "institution": ("高校、医院等事业单位", "universities, hospitals and other institutions"),
    "enterprise": ("企业和品牌", "enterprises and brands"),
    "international": ("外国及国际组织", "foreign and international bodies"),
    "country": ("国家（地区）", "states and regions"),
    "illegal_org": ("非法社会组织", "listed illegal organisations"),
    "place": ("行政区划", "administrative divisions"),
    "landmark": ("机构所在地、标志性建筑物", "seats of organs and landmarks"),
    "title": ("职业称谓", "professional titles"),
    "credential": ("资质", "credentials"),
    "military_identity": ("军人身份", "military identity"),
    "event_party": ("事件当事人", "parties to events"),
    "person": ("特定人员", "particular persons"),
    "claim": ("官方或认证声称", "claims to be official"),
    "own_brand": ("平台自有品牌", "the platform's own brand"),
    "closed_name": ("已关闭账号的名称", "names of closed accounts"),
    "emblem": ("国家和党的象征标志", "signs of state and party"),
    "mark": ("登记的标志", "registered marks"),
    "avatar": ("头像", "avatars"),
    "contact": ("联系方式", "contacts"),
    "hidden_characters": ("隐藏字符", "hidden characters"),
    "limits": ("名称长度和字符", "length and characters"),
    "change": ("变更后再次提交", "second tries"),
    "policy": ("平台策略", "the platform's policy"),
}
_UNREADABLE = {  # AvatarError.code → why; in English the error's own sentence says it
    "empty": "文件是空的",
    "too_many_bytes": "文件过大，请存成更小的图片",
    "format": "不是可接受的图片格式（JPEG、PNG、WebP、GIF、BMP、AVIF）",
    "too_many_pixels": "像素过多，请缩小图片",
    "too_wide": "边长过长或长宽相差过大，请裁剪图片",
    "too_many_scans": "JPEG 扫描次数过多，请重新保存",
    "too_many_parts": "文件分段过多，请重新保存",
    "truncated": "文件不完整，请重新上传",
    "broken": "文件已损坏，请重新上传",
    "memory": "内存不足，请稍后再试",
    "path": "找不到或无法读取图片文件",
    "path_off": "此处不接受文件路径",
    "data_url": "data URL 无法解读",
    "url": "网址不能用来取头像（只接受 https）",
    "url_off": "未启用按网址取头像",
    "address": "网址指向不允许访问的地址",
    "redirects": "重定向次数过多",
    "late": "取图超时",
    "status": "网址没有返回图片",
    "encoding": "网址返回了不接受的编码",
    "connection": "无法连接到网址",
    "certificate": "网站证书无效",
    "failed": "识别程序出错",
}
_ACTIONS = {
    "note": ("提示", "note"),
    "pass": ("通过", "pass"),
    "review": ("人工审核", "review"),
    "reject": ("拒绝", "reject"),
}


def message(finding: Finding, lang: Language) -> str:
    """One sentence: what the text does, how it hides it, and what would make it legitimate."""
    english = lang == "en"
    worded = _REFUSED if finding.params.get("reason") == "not_registered" else _WHAT[finding.rule]
    told = {**finding.params, "text": finding.text, "target": finding.target}
    if "as" in told:  # a picture is judged as a name: what that name's rule says
        told["inner"] = _WHAT[told["as"]][english].format_map(told)
    if "detail" in told:
        told["unreadable"] = told["detail"] if english else _UNREADABLE.get(told["reason"], told["detail"])
    what = worded[english].format_map(told)
    how = [_HOW[technique][english] for technique in finding.technique if technique in _HOW]
    if how:
        what += f" ({', '.join(how)})" if english else f"（{'、'.join(how)}）"
    if setting := finding.params.get("policy"):
        what += _POLICY[setting][english].format_map(finding.params)
    if approved := finding.params.get("approved"):
        what += f"; approved {approved}, judged anew" if english else f"；此前（{approved}）已通过，现按当前登记库和策略重新判断"
    if allowed := finding.params.get("allowed_by"):
        return what + (f"; allowed by {allowed}" if english else f"；凭 {allowed} 放行")
    return what + ("." if english else "。")


def remedy(finding: Finding, lang: Language) -> str:
    """What credential would make the finding legitimate; '' where none would."""
    english = lang == "en"
    kinds = [(_KINDS[need.kind][english], need.name) for need in finding.needs]
    if not kinds:
        return ""
    if english:
        return "legitimate with a verified credential of " + " or ".join(f"{kind} “{name}”" for kind, name in kinds)
    return "须有" + "或".join(f"{kind}“{name}”" for kind, name in kinds) + "的认证"


def seen_as(finding: Finding, lang: Language) -> str:
    """How something was seen in an avatar: which mark, in which view, how near; '' for other findings."""
    told = [f"{words[lang == 'en']} {finding.params[key]}" for key, words in _SEEN.items() if key in finding.params]
    return " · ".join(told) if finding.field == "avatar" else ""


def technique_word(technique: str, lang: Language) -> str:
    """How the text was changed, in the reader's language; '' for a technique that changes nothing."""
    return _HOW[technique][lang == "en"] if technique in _HOW else ""


def action_word(action: str, lang: Language) -> str:
    """The action in the reader's language."""
    return _ACTIONS[action][lang == "en"]


def rule_word(code: str, lang: Language) -> str:
    """What the rule finds, in a few words; '' for a code that this version does not have."""
    return _RULES[code][lang == "en"] if code in _RULES else ""


def category_word(category: str, lang: Language) -> str:
    """The kind of target in the reader's language; the category itself where there is no word for it."""
    return _CATEGORIES[category][lang == "en"] if category in _CATEGORIES else category


def notice(name: str, verdict: Verdict, deadline: str, lang: Language) -> str:
    """What the holder of a refused account is told: what is wrong, by when to mend it, and what would allow it."""
    worst = next(finding for finding in verdict.findings if finding.action == "reject")
    mend = remedy(worst, lang)
    if lang == "en":
        return f"Your account “{name}”: {worst.message} Please change it by {deadline}" + (f"; {mend}." if mend else ".")
    allowed = f"如确系该主体，{mend}。" if mend else ""
    return f"您的账号“{name}”：{worst.message}依据{worst.clause}，请于{deadline}前改正。{allowed}"
