"""Every word of the report that is not about a finding: Chinese, English. Page and workbook read them here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from qingname.messages import Language

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "title": ("账号名称信息合规审核报告", "Audit of account names: report"),
    "subtitle": ("存量账号冒用、仿冒、捏造主体名称情况", "Existing accounts that pose as, imitate or invent bodies, outlets and places"),
    "contents": ("目录", "Contents"),
    "audited": ("审核范围与依据", "What was audited"),
    "totals": ("总体结论", "Totals by action"),
    "rules": ("按规则", "By rule"),
    "clauses": ("按法规条款", "By clause"),
    "categories": ("按冒用对象类别", "By kind of target"),
    "techniques": ("按变形手法", "By technique"),
    "places": ("按行政区划", "By place"),
    "bodies": ("被冒用最多的主体", "Bodies most posed as"),
    "examples": ("各规则示例", "Examples by rule"),
    "severe": ("问题最严重的账号", "Accounts with the most severe findings"),
    "errors": ("未能判断或判断不完整的行", "Rows not judged, or judged in part"),
    "trend": ("与上次审核比较", "Against the earlier audit"),
    "method": ("统计口径", "How to read the figures"),
    # columns
    "accounts": ("账号数", "Accounts"),
    "share": ("占全部", "Of all"),
    "rows": ("行数", "Rows"),
    "findings": ("发现数", "Findings"),
    "code": ("编号", "Code"),
    "rule": ("规则", "Rule"),
    "what": ("查什么", "What it finds"),
    "clause": ("条款", "Clause"),
    "category": ("类别", "Kind"),
    "technique": ("手法", "Technique"),
    "place": ("行政区划", "Division"),
    "province": ("省级", "Province"),
    "division_code": ("代码（GB/T 2260）", "Code (GB/T 2260)"),
    "target": ("冒用对象", "Target"),
    "target_id": ("对象标识", "Target id"),
    "names": ("账号名称示例", "Example names"),
    "name": ("账号名称", "Account name"),
    "bio": ("简介", "Bio"),
    "id": ("账号标识", "Account id"),
    "action": ("处置建议", "Action"),
    "field": ("所在字段", "Field"),
    "text": ("问题文字", "Text"),
    "message": ("说明", "Finding"),
    "remedy": ("可予保留的条件", "What would make it legitimate"),
    "notice": ("通知用语", "Notice"),
    "deadline": ("改正期限", "Mend by"),
    "source": ("来源", "Source"),
    "line": ("行", "Line"),
    "error": ("原因", "Reason"),
    "stage": ("环节", "Stage"),
    "decision": ("审核结论", "Decision"),
    "reviewer": ("审核人", "Reviewer"),
    "remark": ("备注", "Remark"),
    "decisions": ("维持|改为通过|改为拒绝|待核实", "upheld|pass instead|reject instead|to be checked"),
    # states
    "pass": ("通过", "pass"),
    "incomplete": ("判断不完整", "incomplete"),
    "unreadable": ("无法读取", "not readable"),
    "absent": ("不在其中", "absent"),
    "note": ("提示", "note"),
    "total": ("合计", "Total"),
    "then": ("上次", "Then"),
    "now": ("本次", "Now"),
    "delta": ("增减", "Change"),
    "plain": ("原样书写，未作变形", "written plainly"),
    "no_name": ("（登记库中无此代码）", "(not in the registry)"),
    "bio_lead": ("简介：", "Bio: "),
    "none": ("无。", "None."),
    # rows that could not be judged, by error code
    "first": ("首例", "First one"),
    "error_empty_name": ("名称为空", "empty name"),
    "error_too_long": ("名称或简介过长", "name or bio too long"),
    "error_encoding": ("编码错误", "not in the encoding of the file"),
    "error_json": ("不是 JSON 对象", "not a JSON object"),
    "error_field": ("字段有误", "a field that cannot be read"),
    "error_credential": ("认证资料有误", "a credential that cannot be read"),
    "error_columns": ("列数与表头不符", "not as many cells as the header has"),
    "error_quote": ("引号不成对", "a quote that does not close"),
    "error_type": ("数据类型不符", "of another type than its column"),
    "error_input": ("无法读取", "cannot be read"),
    # audited
    "day": ("审核日", "Day of the audit"),
    "policy": ("策略", "Policy"),
    "registry": ("登记库", "Registry"),
    "version": ("程序版本", "Version"),
    "more_sources": ("另有 {more} 个来源，未逐一列出；全部 {all} 个来源均已计入。", "{more} more sources are not listed; all {all} are counted."),
    "empty": ("本次审核没有任何行，以下各表为空。", "The audit holds no row; the tables below are empty."),
    "only_flagged": (
        "结果文件中没有“通过”的账号：审核时可能用 --only 只写出了部分结论，“占全部”不代表平台全部账号。",
        "The file holds no account that passed: the audit may have written some actions only (--only), so shares are not of all accounts.",
    ),
    "several": (
        "结果文件由不同设置的审核合成（审核日、策略、登记库或版本不止一个）。",
        "The file holds audits of different settings (more than one day, policy, registry or version).",
    ),
    "lead": (
        "共审核 {rows} 个账号：建议拒绝 {reject} 个，须人工审核 {review} 个，通过 {pass} 个，无法读取 {unreadable} 行。",
        "{rows} accounts were audited: {reject} to be rejected, {review} to be reviewed by a person, {pass} passed, {unreadable} rows could not be read.",
    ),
    # charts
    "chart_alt": ("条形图：{title}。数据见相邻表格。", "Bar chart: {title}. The table beside it holds the figures."),
    "first_n": ("前 {n} 项", "first {n}"),
    # explanations
    "counting": (
        "一个账号在同一表的同一行只计一次；各行相加可能大于合计，因为一个账号可涉及多条规则。“拒绝”“人工审核”“提示”三列计发现数。“提示”是已由认证或策略放行的发现，不计入账号数。",
        "An account counts once in a line of a table; lines may add up to more than the total, since an account may break several rules. Reject, review and note count findings. A note is a finding that a credential or the policy has lifted; it counts no account.",
    ),
    "advice": (
        "结论为处置建议：“拒绝”指名称明显冒用且无相应认证，“人工审核”须由人决定。程序只判断账号自称是谁，不审查言论；不核验证件真伪。",
        "Verdicts are advice. Reject: the name plainly poses as somebody without a credential. Review: a person decides. Who an account says it is was judged, never opinions; whether credentials are genuine was not.",
    ),
    "replay": (
        "同一输入、审核日、策略、登记库和版本，得出同一结论；上列摘要可用于复核。",
        "The same input, day, policy, registry and version give the same verdicts; the digests above let them be replayed.",
    ),
    "hidden_chars": (
        "名称照原文列出，涉及的文字加底色；看不见的字符和方向控制符以代码点标出，如",
        "Names stand as they are, the text at stake marked; characters that cannot be seen, or change direction, stand as their code points, as",
    ),
    "places_note": (
        "仅统计冒用对象含行政区划的发现（地名、地名加机构）；现行代码，省级按代码前两位归并。共 {n} 个账号。",
        "Only findings whose target names a division (a place, or a place with an organ), rolled up to province level by the first two digits of the code. {n} accounts.",
    ),
    "bodies_note": (
        "仅统计登记库中的主体（机关、军队、媒体、企事业单位、国际组织等），不含捏造的名称、职业称谓和单独的地名。",
        "Only bodies that a registry holds; no invented names, titles or bare places.",
    ),
    "severe_note": ("按拒绝类发现数、人工审核类发现数、把握程度排列，最多 {n} 个。", "By findings that reject, findings that ask for a review, then certainty; {n} at most."),
    "examples_note": ("每条规则最多 {n} 例，先列较严重的，手法各异者优先；名称相同者不重复。", "At most {n} a rule, severe ones first, of different tricks; no name twice."),
    "more_findings": ("另有 {n} 项发现，见审核结果文件。", "{n} more findings; see the audit's own output."),
    # trend
    "by_id": (
        "两次审核均有账号标识，按标识对应；无标识的行按名称对应。",
        "Both audits have ids: accounts are matched by id, rows without one by name.",
    ),
    "by_name": (
        "至少一次审核没有账号标识，只能按名称对应：改名的账号计为一个消失、一个新增，故看不出改名。",
        "At least one audit has no ids, so accounts are matched by name: one that was renamed counts as one gone and one new.",
    ),
    "no_lines": (
        "不按行号和来源文件名对应，因为重新导出后行号会变。",
        "Lines and file names are not used: they change when a file is exported anew.",
    ),
    "repeated": (
        "有 {n} 行与同一次审核的其他行共用标识或名称，依次配对。",
        "{n} rows share their id or name with another row of the same audit; they are paired in order.",
    ),
    "keyless": ("有 {n} 行无标识也无名称，未参与比较。", "{n} rows have neither id nor name and are not compared."),
    "partial": (
        "两份文件之一不含“通过”的账号，“不在其中”可能是通过，也可能是账号不存在。",
        "One of the files holds no account that passed: “absent” may mean passed, or not there.",
    ),
    "same_judging": ("登记库、策略、版本、审核日均相同。", "Registry, policy, version and day are the same."),
    "differs": ("两次审核之间有变化的：{what}。", "What differs between the two audits beside the accounts: {what}."),
    "matched": ("两次都有", "In both"),
    "new": ("新增账号", "New accounts"),
    "gone": ("消失账号", "Gone accounts"),
    "flipped": ("结论改变", "Judged otherwise"),
    "moved": ("结论的变化（行为上次，列为本次）", "From (lines) the earlier audit to (columns) this one"),
    "why": ("结论为何改变", "Why verdicts changed"),
    "cause": ("原因", "Cause"),
    "cause_name": ("名称已改", "the name changed"),
    "cause_other_fields": ("其他资料已改（简介、头像、认证等）", "other fields changed (bio, avatar, credentials …)"),
    "cause_name+other_fields": ("名称和其他资料均已改", "name and other fields changed"),
    "cause_judging": ("账号未变，{what}有变", "the account is the same; not the same: {what}"),
    "cause_incomplete": ("账号未变，其中一次判断不完整", "the account is the same; one of the two verdicts was incomplete"),
    "cause_unknown": ("账号未变，审核设置也相同（如认证核验结果不同）", "account and settings are the same (a verifier may have answered otherwise)"),
    "cause_note": (
        "账号资料与审核设置同时变化时，归于账号资料；二者的作用无法从两份结果中分开。",
        "Where both the account and the settings changed, the account is named; two results cannot tell the two apart.",
    ),
    "rules_then_now": ("各规则账号数", "Accounts by rule"),
    "examples_changed": ("结论改变的账号（示例）", "Accounts judged otherwise (examples)"),
    "examples_new": ("新增与消失的问题账号（示例）", "Flagged accounts that are new or gone (examples)"),
    # workbook
    "sheet_review": ("待审核", "To review"),
    "sheet_totals": ("汇总", "Totals"),
    "continued": (
        "Excel 每张工作表最多 1,048,576 行；其余账号见后续工作表。",
        "Excel holds 1,048,576 rows a sheet; the accounts go on in the sheets that follow.",
    ),
    "flagged": ("须处置或审核的账号", "Accounts to be rejected or reviewed"),
    "pick": ("请从列表中选择", "Please choose from the list"),
    "page": ("qingname 生成", "made by qingname"),
    "skipped_message": ("未完成：{what}", "not done: {what}"),
    "and": ("、", ", "),
}


class Words:
    """The report's words in one language."""

    def __init__(self, lang: Language) -> None:
        """Choose the language."""
        self.lang = lang

    def has(self, key: str) -> bool:
        """Whether there is a word for ``key``."""
        return key in _WORDS

    def __call__(self, key: str, **values: object) -> str:
        """Give a word or sentence, with ``values`` in their places."""
        return _WORDS[key][self.lang == "en"].format_map(values)
