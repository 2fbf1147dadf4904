# hublake as a small image: the program, its few libraries, and certificates. See docs/operation.md.
#
#   docker build -t hublake .
#   docker run --rm -e HUBSPOT_TOKEN -e AWS_ACCESS_KEY_ID -e AWS_SECRET_ACCESS_KEY hublake sync --destination s3://acme-lake/hubspot/

FROM swift:6.3-bookworm AS build
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libsqlite3-dev libxml2-dev libzstd-dev pkg-config zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /hublake
# The dependencies by themselves: a layer that lasts as long as Package.swift.
COPY Package.swift ./
RUN swift package resolve
COPY Sources Sources
COPY Tests Tests
RUN swift build -c release --static-swift-stdlib --product hublake \
    && install -s -D .build/release/hublake /out/hublake

FROM debian:bookworm-slim
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends \
        ca-certificates libsqlite3-0 libstdc++6 libxml2 libzstd1 tzdata zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /var/lib/hublake --uid 10001 hublake
COPY --from=build /out/hublake /usr/local/bin/hublake
USER hublake
WORKDIR /var/lib/hublake
ENV HUBLAKE_STATE=/var/lib/hublake
ENTRYPOINT ["hublake"]
CMD ["--help"]
