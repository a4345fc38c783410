"""Forms: form-js JSON in a closed subset, cleaned and shown by one module.

Pure: renders no markup, keeps no answers, knows no diagram. The instant comes in as an argument.
"""

from __future__ import annotations

from workflows.forms.components import ComponentType, FormComponent, Option, walk
from workflows.forms.form import Cleaned, Form, read_form
from workflows.forms.view import ComponentView, ErrorView, FormView, OptionView

__all__ = [
    "Cleaned", "ComponentType", "ComponentView", "ErrorView", "Form", "FormComponent", "FormView", "Option",
    "OptionView", "read_form", "walk",
]  # fmt: skip
