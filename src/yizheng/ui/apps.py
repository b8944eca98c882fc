from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "yizheng.ui"
    label = "ui"
    verbose_name = "界面"
