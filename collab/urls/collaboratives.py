"""Addresses of the home page and of collaboratives."""

from django.urls import URLPattern

fixed_urlpatterns: list[URLPattern] = []
urlpatterns: list[URLPattern] = []
