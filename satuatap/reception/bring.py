"""What to bring to an appointment, by the service that was chosen."""

from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.services import services


def bring_list(service_code: str) -> list[str]:
    """The papers of the service in words; empty where none was chosen or it is offered no more."""
    service = services().get(service_code)
    if service is None:
        return []
    kinds = document_kinds()
    return [kinds[code].bring for code in service.documents if code in kinds]


def service_name(service_code: str) -> str:
    """The service in words; empty where none was chosen."""
    service = services().get(service_code)
    return service.name if service else ""
