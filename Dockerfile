# Three stages: styles and script, Python packages, and what serves. No compiler, npm
# or test tool reaches the last one, and nothing in it runs as root.

FROM node:22-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-fund --no-audit
COPY scripts/build-assets.mjs scripts/
COPY ui/assets ui/assets
RUN npm run build

FROM python:3.12-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt .
RUN /opt/venv/bin/pip install --require-hashes --requirement requirements.txt

FROM python:3.12-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    VAR_DIR=/var/lib/concordat
RUN useradd --system --uid 10001 --home-dir /srv/concordat concordat \
    && install --directory --owner=concordat --mode=0700 /var/lib/concordat
WORKDIR /srv/concordat
COPY --from=packages /opt/venv /opt/venv
COPY . .
COPY --from=assets /build/ui/static/dist ui/static/dist
# Gathering static files reads no database; any key will do, and none is kept.
RUN DJANGO_SETTINGS_MODULE=config.settings.local VAR_DIR=/tmp/build \
    python manage.py collectstatic --no-input --verbosity 0 && rm -rf /tmp/build
USER concordat
VOLUME /var/lib/concordat
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD \
    ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "config.wsgi", "--config", "python:config.server", "--bind", "0.0.0.0:8000"]
