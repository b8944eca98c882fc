"""Fields, forms and acting buttons."""

import uuid

from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from yizheng.kernel.acting import Actor, Hat


class TaskForm(forms.Form):
    title = forms.CharField(label="任务内容", max_length=5, help_text="一句话")
    month = forms.ChoiceField(label="月份", choices=[("9", "9月")])
    due = forms.DateField(label="最迟日期", required=False)
    outcome = forms.ChoiceField(label="结果", widget=forms.RadioSelect, choices=[("done", "已完成")])


class OwnWords(forms.Form):
    title = forms.CharField(label="任务内容", error_messages={"required": "请写明这项任务要办什么。"})


def draw(text: str, **values: object) -> str:
    return Template("{% load ui %}" + text).render(Context(values))


def test_a_field_names_its_help_and_errors_to_a_screen_reader():
    drawn = draw("{% field form.title %}", form=TaskForm({"title": "一二三四五六七"}))

    assert '<label class="field-label" for="id_title">任务内容<span class="field-mark">必填</span></label>' in drawn
    assert 'aria-describedby="id_title_help id_title_errors"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "最多写 5 个字，现在有 7 个，请删去一些。" in drawn


def test_what_is_wrong_is_said_in_a_clerks_words():
    drawn = draw("{% form form %}", form=TaskForm({"title": "", "month": "10", "due": "2月30日"}))

    assert "请填写任务内容。" in drawn
    assert "这一项已经不在可选范围里，请重新选择。" in drawn
    assert "日期写法不对，请写成 2026-03-12 这样。" in drawn
    assert "请选择结果。" in drawn
    assert "有 4 处需要改" in drawn


def test_a_rooms_own_sentence_is_kept():
    assert "请写明这项任务要办什么。" in draw("{% field form.title %}", form=OwnWords({}))


def test_what_is_wrong_with_the_whole_form_is_an_alert():
    form = OwnWords({"title": "x"})
    form.add_error(None, "该任务已于9月30日由李明退回，请刷新后查看。")

    drawn = draw("{% form form %}", form=form)

    assert '<div class="form-errors" role="alert">' in drawn
    assert "<li>该任务已于9月30日由李明退回，请刷新后查看。</li>" in drawn


def test_a_group_of_choices_is_a_fieldset():
    drawn = draw("{% field form.outcome %}", form=TaskForm())

    assert "<legend>结果" in drawn
    assert drawn.count("<input") == 1


def test_an_acting_button_carries_its_key_and_the_worn_hat():
    request = RequestFactory().get("/")
    request.actor = Actor(1, "周明远", Hat("office_clerk", "办公室", grant_id=42))

    drawn = draw(
        '{% act_form "/x/" "销号" kind="primary small" fields=fields %}', request=request, fields={"reason": "<b>"}
    )

    key = drawn.split('name="act_key" value="')[1].split('"')[0]
    assert uuid.UUID(key).version == 4
    assert 'name="hat" value="42"' in drawn
    assert 'name="reason" value="&lt;b&gt;"' in drawn
    assert '<button class="btn btn-primary btn-small">销号</button>' in drawn


def test_a_form_block_keeps_the_token_of_the_page():
    drawn = draw('{% post_form draft="report" %}<p>内容</p>{% endpost_form %}', csrf_token="token-of-the-page")

    assert 'value="token-of-the-page"' in drawn
    assert 'data-draft="report"' in drawn
    assert "<p>内容</p>" in drawn


def test_two_buttons_never_share_a_key():
    drawn = draw('{% act_form "/x/" "销号" %}{% act_form "/x/" "退回" %}')

    keys = [part.split('"')[0] for part in drawn.split('name="act_key" value="')[1:]]
    assert len(set(keys)) == 2
