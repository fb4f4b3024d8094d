# Builds Perennial from this checkout. What campaigns it runs is not in the image: `perennial apply`
# puts them into the database, and `perennial serve` reads them there.
FROM node:22.20.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY set-up set-up
RUN npm install --no-save --no-audit --no-fund --include=dev
COPY . .
RUN npm run set-up && npm prune --omit=dev --no-audit --no-fund

FROM node:22.20.0-bookworm-slim
ENV NODE_ENV=production \
    PERENNIAL_LISTEN=0.0.0.0:4477 \
    PERENNIAL_OPERATIONS=0.0.0.0:4479
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/campaigns campaigns
# Plug-ins and the inbox of an environment are looked for where the program is started.
WORKDIR /campaigns
RUN chown node:node /campaigns
USER node
EXPOSE 4477 4479
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:4479/livez').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps", "/app/dist/cli/main.js"]
CMD ["serve"]
