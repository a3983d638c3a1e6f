"""Tags that let Django templates, allauth's above all, use the NHS design system."""
