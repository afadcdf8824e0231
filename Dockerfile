FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 TANDEM_DATA=/tmp/tandem
WORKDIR /srv/tandem

# Dependencies first: a change of ours does not install them anew.
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY ranking ranking
COPY push push
COPY sql sql
RUN pip install --no-deps --no-build-isolation --no-index -e . \
    && python -m compileall -q app ranking push \
    && useradd --system --no-create-home tandem

USER tandem
EXPOSE 8080
CMD ["tandem", "serve"]
