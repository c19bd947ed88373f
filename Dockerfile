# One image, four commands: up (default) · web · worker · db upgrade.
#   docker build -t bagyt . && docker run -p 8000:8000 -v bagyt:/data bagyt

FROM python:3.11-slim AS built
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/bagyt
COPY requirements.lock /src/
RUN /opt/bagyt/bin/pip install --require-hashes -r /src/requirements.lock
COPY pyproject.toml README.md LICENSE NOTICE /src/
COPY engine /src/engine
COPY webui /src/webui
COPY processes /src/processes
COPY forms /src/forms
RUN /opt/bagyt/bin/pip install --no-deps /src

FROM python:3.11-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home --home-dir /data bagyt
COPY --from=built /opt/bagyt /opt/bagyt
# A folder engine/ in the current directory must not stand in for the program's own.
ENV PATH=/opt/bagyt/bin:$PATH \
    PYTHONSAFEPATH=1 \
    PYTHONUNBUFFERED=1 \
    BAGYT_DATA=/data \
    BAGYT_PROCESSES=/opt/bagyt/share/bagyt/processes \
    BAGYT_FORMS=/opt/bagyt/share/bagyt/forms
USER bagyt
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["bagyt"]
CMD ["up", "--host", "0.0.0.0"]
