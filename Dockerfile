# docker build -t perennial .
# docker run -p 127.0.0.1:8420:8420 -v perennial:/data perennial

FROM node:22-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci
COPY docs/openapi.yaml /src/docs/openapi.yaml
COPY web/ ./
RUN npm run build

FROM golang:1.26-bookworm AS build
ARG VERSION=dev
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY btyd/ btyd/
COPY cmd/ cmd/
COPY internal/ internal/
COPY web/embed.go web/embed.go
COPY --from=web /src/web/dist web/dist
RUN CGO_ENABLED=1 go build -trimpath \
    -ldflags "-s -w -X github.com/perennial-clv/perennial/internal/cli.Version=${VERSION}" \
    -o /perennial ./cmd/perennial

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl libstdc++6 tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 8420 --home-dir /data perennial \
    && install -d -o perennial -g perennial /data
COPY --from=build /perennial /usr/local/bin/perennial
USER perennial
ENV PERENNIAL_DATA=/data
VOLUME /data
WORKDIR /data
EXPOSE 8420
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8420/healthz"]
ENTRYPOINT ["perennial"]
CMD ["serve", "--addr", "0.0.0.0:8420"]
