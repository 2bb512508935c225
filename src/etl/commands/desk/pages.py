"""Pages of the desk: plain HTML without a script, which loads nothing. Takes texts, escapes every one."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from etl.foreign_text import visible

STYLE = (
    "body{font-family:sans-serif;max-width:44rem;margin:2.5rem auto;padding:0 1rem;line-height:1.6;color:#222}"
    "h1{font-size:1.4rem}label{display:block;margin:1rem 0 .3rem}select,input{font:inherit;padding:.3rem}"
    "input[type=file]{box-sizing:border-box;width:100%;padding:3rem 1rem;border:2px dashed #4472c4;border-radius:.5rem;"
    "background:#f4f8fd}button{font:inherit;margin-top:1.2rem;padding:.5rem 2rem;background:#2f5597;color:#fff;border:0;"
    "border-radius:.3rem}.note{color:#555;font-size:.9rem}.said{border-left:.3rem solid #70ad47;padding-left:.8rem}"
    ".bad{border-color:#c00000}"
)
_HASH = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox "
    "allow-forms allow-downloads allow-same-origin"
)
TITLE = "报表自查"


def form_page(
    token: str,
    counties: Iterable[tuple[str, str]],
    said: Sequence[str] = (),
    *,
    is_bad: bool = False,
    typed: Mapping[str, str],
) -> str:
    """The page with the form; `said` is what became of a file, or what went wrong, `typed` what stood in the form."""
    options = "".join(
        f'<option value="{escape(code)}"{" selected" if code == typed.get("county") else ""}>{escape(name)}</option>'
        for code, name in counties
    )
    return _page(
        f"{_said(said, is_bad)}"
        '<form method="post" action="/check" enctype="multipart/form-data">'
        f'<input type="hidden" name="token" value="{escape(token)}">'
        '<label for="file">把报表文件拖到下面的框里，或点击选择（同一个县的可以一次选几个）：</label>'
        '<input type="file" id="file" name="file" multiple required>'
        '<label for="county">填报县（可不选；选了还会核对是不是本县的表）：</label>'
        f'<select id="county" name="county"><option value="">不选</option>{options}</select>'
        '<label for="period">报告期（可不填）：</label>'
        f'<input id="period" name="period" value="{escape(typed.get("period", ""))}" placeholder="2024Q2" size="12" maxlength="20">'
        "<div><button>检查</button></div></form>"
        '<p class="note">有问题的，浏览器会直接下载标注好的工作簿（几个文件的放在一个压缩包里）：标红的必须改正，标黄的请核对，'
        "第一张表“退回说明”逐条列出；没有问题的，这里会说明。文件只在内存里检查，不保存，也不算报送。</p>"
    )


def code_page(said: Sequence[str] = ()) -> str:
    """The page that asks for the code which the desk prints where it was started."""
    return _page(
        f"{_said(said, True)}"
        '<form method="post" action="/code"><label for="code">访问码（向启动自查页面的同事索取）：</label>'
        '<input id="code" name="code" required autocomplete="off" maxlength="20">'
        "<div><button>进入</button></div></form>"
    )


def message_page(*said: str) -> str:
    """A page that only says something, with the way back."""
    return _page(f'{_said(said, True)}<p><a href="/">返回</a></p>')


def _said(said: Sequence[str], is_bad: bool) -> str:
    lines = "".join(f"<p>{escape(visible(line))}</p>" for line in said)
    return f'<div class="said{" bad" if is_bad else ""}">{lines}</div>' if said else ""


def _page(body: str) -> str:
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f"<body><h1>{TITLE}</h1>{body}</body></html>"
    )
