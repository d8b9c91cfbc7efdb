FROM python:3.11-slim
RUN useradd --create-home --uid 1000 edi-service
COPY . /source
RUN pip install --no-cache-dir /source && rm -r /source
USER edi-service
WORKDIR /data
ENTRYPOINT ["edi-service"]
CMD ["serve", "--config", "edi.toml"]
