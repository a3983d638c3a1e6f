"""Addresses of the register of organisations and its imports."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
