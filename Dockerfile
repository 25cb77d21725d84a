# The hub as one image: `--role web` and `--role worker` run from it. PostgreSQL and Redis are services of their own.
FROM debian:12-slim AS node
# Node.js only to bootstrap npm; what runs is the Node.js pinned in package-lock.json.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates nodejs npm && rm -rf /var/lib/apt/lists/*

FROM node AS build
WORKDIR /app
COPY . .
RUN npm ci --ignore-scripts && npm run build

FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates tini ffmpeg && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --home-dir /data --create-home amanah \
  && install -d -o amanah -g amanah -m 0700 /data/files
WORKDIR /app
COPY --from=build /app /app
ENV AMANAH_PROFILE=production AMANAH_DATA_DIR=/data PORT=3000 NODE_COMPILE_CACHE=/data/cache/compiled
USER amanah
VOLUME /data
# RTMP of broadcasts, where a container takes encoders.
EXPOSE 3000 1935
# Plain sh finds the pinned binary of whichever processor the image was built for.
ENTRYPOINT ["/usr/bin/tini", "--", "sh", "-c", "exec /app/node_modules/node-linux-*/bin/node hub/main.ts \"$@\"", "amanah"]
CMD ["--role", "all"]
