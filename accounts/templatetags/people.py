"""The sample's people on the sign-in page."""

from django import template
from django.template import RequestContext

from accounts import policies, registries

register = template.Library()


@register.simple_tag(takes_context=True)
def sample_people_here(context: RequestContext) -> list[registries.SamplePerson]:
    """List whom a visitor may continue as; nobody but on this machine."""
    address = str(context.request.META.get("REMOTE_ADDR", ""))
    if not policies.may_continue_as_sample(address=address):
        return []
    return registries.sample_people()
