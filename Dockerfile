# Two images: `site`, a replica, and `door`, nginx with the static files. compose.yaml runs them.
# Images are pinned by version, as nobody has looked their digests up yet: whoever first pulls them
# should put @sha256:… behind each.

# --- What Python needs, apart, so that pip and its cache stay behind ----------------------------

FROM python:3.11.14-slim-bookworm AS packages
RUN python -m venv /srv/handbook/venv
COPY requirements.txt .
RUN /srv/handbook/venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

# --- A replica ----------------------------------------------------------------------------------

FROM python:3.11.14-slim-bookworm AS site
RUN adduser --system --group --no-create-home --uid 10001 handbook
WORKDIR /srv/handbook/site
COPY --from=packages /srv/handbook/venv /srv/handbook/venv
COPY . .
ENV PATH=/srv/handbook/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    ENV_FILE= \
    STATIC_ROOT=/srv/handbook/public/static \
    PORT=8000 \
    # The proxy is in another container, and nobody else can reach this one.
    BIND_ADDRESS=0.0.0.0
# Needs settings that keep nothing: the key signs nothing and is in no layer.
RUN SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(50))') \
    ALLOWED_HOSTS=localhost DATABASE_URL=sqlite://:memory: \
    python manage.py collectstatic --no-input --verbosity 0
USER handbook
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=8s --start-period=30s --retries=3 \
    CMD ["python", "-m", "deploy.readiness"]
CMD ["gunicorn", "-c", "recovery_site/gunicorn.py"]

# --- The front door: Debian's nginx, the one that tests/deploy runs against ---------------------

FROM debian:12.12-slim AS door
RUN apt-get update \
    && apt-get install -y --no-install-recommends nginx-light curl \
    && rm -rf /var/lib/apt/lists/* /etc/nginx/sites-* /etc/nginx/conf.d \
    && ln -sf /dev/stdout /var/log/nginx/access.log \
    && ln -sf /dev/stderr /var/log/nginx/error.log
COPY deploy/nginx.conf /etc/nginx/nginx.conf
COPY deploy/nginx /etc/nginx/handbook
# The name that visitors type, and the replicas by theirs.
ARG SITE_NAME
RUN test -n "$SITE_NAME" \
    && sed -i "s/handbook\.example\.org/$SITE_NAME/" /etc/nginx/nginx.conf \
    && sed -i "s/127\.0\.0\.1:8001/web-1:8000/; s/127\.0\.0\.1:8002/web-2:8000/" \
        /etc/nginx/handbook/replicas.conf
COPY --from=site /srv/handbook/public /srv/handbook/public
EXPOSE 80 443
HEALTHCHECK --interval=10s --timeout=5s --retries=3 \
    # The answer is a redirect, from nginx itself.
    CMD ["curl", "-sS", "-o", "/dev/null", "http://127.0.0.1/"]
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
