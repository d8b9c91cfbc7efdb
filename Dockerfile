FROM python:3.11-slim
RUN apt-get update && apt-get install --yes --no-install-recommends gnupg \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 1000 edi-service
COPY . /source
RUN pip install --no-cache-dir "/source[pgp]" && rm -r /source
USER edi-service
WORKDIR /data
ENTRYPOINT ["edi-service"]
CMD ["serve", "--config", "edi.toml"]
