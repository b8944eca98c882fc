"""The page of words that a browser keeps, inside a committee: its login and hat tell whose they are."""

from django.urls import path

from . import views

app_name = "words"
urlpatterns = [path("words/", views.words, name="words")]
