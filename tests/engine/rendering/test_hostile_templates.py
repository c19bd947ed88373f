"""Templates that try to get out of the language: each is refused with its line, and nothing of it runs."""

import pytest

from engine.rendering import check_css, problems, read_template

EXPRESSIONS = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ x.__class__ }}",
    "{{ x['__class__'] }}",
    "{{ x|attr('__class__') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ namespace() }}",
    "{{ range(10) }}",
    "{{ dict(a=1) }}",
    "{{ joiner()() }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ url_for.__globals__['current_app'].config }}",
    "{{ config.items() }}",
    "{{ request.application.__globals__ }}",
    "{{ x.format(y) }}",
    "{{ '%s'|format(x) }}",
    "{{ x|map(attribute='__class__')|list }}",
    "{{ x|selectattr('__class__') }}",
    "{{ x|safe }}",
    "{{ x|xmlattr }}",
    "{{ x|tojson }}",
    "{{ x|pprint }}",
    "{{ x|e }}",
    "{{ x|first(1) }}",
    "{{ x|default }}",
    "{{ x|date(language='ru') }}",
    "{{ x|date(*y) }}",
    "{{ x[y] }}",
    "{{ x[0:2] }}",
    "{{ (1).bit_length }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 1 + 1 }}",
    "{{ {'a': 1} }}",
    "{{ -x }}",
    "{{ -'a' }}",
    "{{ x is callable }}",
    "{{ x is filter('safe') }}",
    "{{ x is sameas(y) }}",
    "{{ t(x) }}",
    "{{ t('a', 'b', 'c') }}",
    "{{ t(*x) }}",
    "{{ t.x() }}",
    "{{ x.t('a') }}",
    "{{ _('a') }}",
    "{{ __import__('os') }}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ " + "not " * 5000 + "x }}",
    "{{ " + "9" * 5000 + " }}",
    "{{ x" + ".a" * 20_000 + " }}{{ x() }}",
    "{{ x",
    "{% set x = 1 %}",
    "{% set x %}1{% endset %}",
    "{% include 'x' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import popen %}",
    "{% extends 'x' %}",
    "{% block a %}{% endblock %}",
    "{% macro m() %}{% endmacro %}",
    "{% call x() %}{% endcall %}",
    "{% filter safe %}x{% endfilter %}",
    "{% with a = 1 %}{% endwith %}",
    "{% autoescape false %}{{ x }}{% endautoescape %}",
    "{% for a, b in x %}{% endfor %}",
    "{% for a in x recursive %}{{ loop(x) }}{% endfor %}",
    "{% for loop in x %}{% endfor %}",
    "{% for t in x %}{% endfor %}",
    "{% for _a in x %}{% endfor %}",
    "{% for a in range(9) %}{% endfor %}",
    "{% do x %}",
    "{% debug %}",
    "{% trans %}x{% endtrans %}",
]
MARKUP = [
    "<script>x</script>",
    "<SCRIPT>",
    "<style>p { color: red }</style>",
    "<link rel=attachment href=x>",
    "<meta http-equiv=refresh>",
    "<base href=x>",
    "<iframe src=x>",
    "<object data=x>",
    "<embed src=x>",
    "<svg onload=x>",
    "<math>",
    "<form>",
    "<a href='javascript:x'>x</a>",
    "<p onclick=x>",
    "<p background=x>",
    "<p style='background: url(x)'>",
    "<p style='background: u\\72l(x)'>",
    "<p style='{{ x }}'>",
    "<p id='{{ x }}'>",
    "<p class={{ x }}>",
    "<p {{ x }}>",
    "<{{ x }}>",
    "<p{% if x %} class='a'{% endif %}>",
    "<{% if x %}script>{% endif %}",
    "<scr{% if x %}{% endif %}ipt>",
    "</{{ x }}>",
    "<img src=x>",
    "<img src='http://127.0.0.1/x'>",
    "<img src='data:image/png;base64,AAAA'>",
    "<img src='image:{{ x }}'>",
    "<img src='image:../x'>",
    "<img src='image:a' srcset='x'>",
    "<!-- {% if x %} --><script><!-- {% endif %} -->",
    "<!doctype html>",
    "<?php x ?>",
    "<![CDATA[x]]>",
    "<![x[y",
    "a < b",
    "<p",
    "<p class='",
    "{% raw %}<script>{% endraw %}",
    "\ue000script>",
    "\ue001",
]


@pytest.mark.parametrize(
    "hostile", EXPRESSIONS + MARKUP, ids=lambda hostile: hostile[:40].encode("ascii", "replace").decode()
)
def test_each_attack_is_refused_with_its_line(hostile: str) -> None:
    found = problems(read_template(f"<p>бір</p>\n\n{hostile}"), known=["x", "y"])

    assert found
    assert found[0].place == "template.html"
    # what is nested too deeply cannot be read as far as its line
    assert found[0].element == "3" or "nested" in found[0].message
    assert found[0].message.startswith("Expected")
    assert "{" not in found[0].message.replace(hostile, "").replace("{#", "").replace("{{", "")


@pytest.mark.parametrize(
    "css",
    [
        "p {} @import 'x';",
        "@import url(http://x);",
        "p { background: url(http://x) }",
        "p { background: u\\72l(http://x) }",
        "p { background: url('file:///etc/passwd') }",
        "@font-face { font-family: x; src: local(y) }",
        "@media print { p { content: url(x) } }",
        "@page { @top-left { content: url(x) } }",
        "p { -weasy-link: attr(href) }",
        "p { background: image-set('http://x' 1x) }",
    ],
)
def test_a_style_sheet_that_asks_for_something_outside_is_refused(css: str) -> None:
    found = check_css("p { color: red }\n" + css)

    assert found
    assert found[0].element == "2"


def test_an_ordinary_style_sheet_has_no_problems() -> None:
    css = "@page { size: A4; @bottom-center { content: counter(page) } } p { background: url(image:seal.png) }"

    assert check_css(css) == []
