import pytest

from tests.app.auth.google import CertificatesAddress, Clock, SigningKey


@pytest.fixture(scope="session")
def key() -> SigningKey:
    return SigningKey("key-of-today")


@pytest.fixture(scope="session")
def other_key() -> SigningKey:
    return SigningKey("key-of-tomorrow")


@pytest.fixture
def google(key: SigningKey) -> CertificatesAddress:
    return CertificatesAddress(key)


@pytest.fixture
def clock() -> Clock:
    return Clock()
