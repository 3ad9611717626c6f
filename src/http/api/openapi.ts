/** The API's description (OpenAPI 3.1), made of the routes and of the schemas that requests are read by. */
import { z } from 'zod';
import { problemTitles } from './problem.ts';
import type { ProblemStatus } from './problem.ts';
import type { RouteShape } from './route.ts';
import { namedSchemas } from './schemas.ts';
import { apiPath } from './urls.ts';

type Json = Readonly<Record<string, unknown>>;

/** What any call can meet. */
const always: readonly ProblemStatus[] = [401, 403, 422, 429, 500, 503];

const describedProblems: Readonly<Record<ProblemStatus, string>> = {
  401: 'No token was shown, or one that is unknown, has expired or was revoked.',
  403: 'The token is for another job.',
  404: 'There is no such job or run, or it has no file.',
  405: 'This address takes another method.',
  409: 'The job has a run that has not ended: `runId` names it, `statusUrl` tells how it gets on. Or (`connection_expired`) somebody has to connect its CRM again first.',
  413: 'The body is too large.',
  415: 'The body is not JSON, or does not say so.',
  422: 'Something of the request is wrong: `errors` says what and where. Or its Idempotency-Key came with another body before.',
  429: 'The token has called too often. `Retry-After` says when to call again.',
  500: 'Something went wrong on our side.',
  503: 'Something that is needed cannot be reached now. `Retry-After` says when to call again.',
};

const refOf = (name: string): string => `#/components/schemas/${name}`;

export function openApiDocument(routes: readonly RouteShape[], publicUrl: string): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const methods = (paths[route.path] ??= {});
    methods[route.method.toLowerCase()] = operationOf(route);
  }
  paths[`${apiPath}/openapi.json`] = { get: documentOperation };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Crosswalk trigger API',
      version: '1',
      description:
        'Starts runs of integration jobs and tells what becomes of them. Tokens are made in Slack, by "Trigger API" in the menu of a job.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    security: [{ token: [] }],
    tags: [],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: componentSchemas(),
      responses: Object.fromEntries(
        Object.keys(problemTitles).map((key) => [
          responseName(Number(key) as ProblemStatus),
          problemResponse(key),
        ]),
      ),
    },
  };
}

function operationOf({
  operationId,
  summary,
  path,
  query,
  headers,
  body,
  isBodyOptional = false,
  success,
  problems,
}: RouteShape): Json {
  const parameters = [
    ...(path.includes('{id}')
      ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
      : []),
    ...Object.entries(query?.shape ?? {}).map(([name, schema]) =>
      parameterOf(name, 'query', schema as z.ZodType),
    ),
    ...Object.entries(headers ?? {}).map(([name, schema]) => parameterOf(titleCase(name), 'header', schema)),
  ];
  const refused = [...always, ...problems].toSorted((a, b) => a - b);
  return {
    operationId,
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: !isBodyOptional, content: jsonContent(body) } }),
    responses: {
      [success.status]: successResponse(success),
      ...Object.fromEntries(
        refused.map((status) => [status, { $ref: `#/components/responses/${responseName(status)}` }]),
      ),
    },
  };
}

const documentOperation: Json = {
  operationId: 'getOpenApiDocument',
  summary: 'This document. It needs no token.',
  security: [],
  responses: {
    200: {
      description: 'OpenAPI 3.1.',
      content: { 'application/json': { schema: { type: 'object', additionalProperties: true } } },
    },
  },
};

function successResponse({ description, schema, headers }: RouteShape['success']): Json {
  const content =
    schema === undefined
      ? { 'application/gzip': { schema: { type: 'string', format: 'binary' } } }
      : jsonContent(schema);
  const described = Object.entries(headers ?? {}).map(([name, text]) => [
    titleCase(name),
    { description: text, schema: { type: 'string' } },
  ]);
  return {
    description,
    ...(described.length === 0 ? {} : { headers: Object.fromEntries(described) }),
    content,
  };
}

function problemResponse(key: string): Json {
  const status = Number(key) as ProblemStatus;
  const waits = status === 429 || status === 503;
  const seconds = { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } };
  return {
    description: describedProblems[status],
    ...(waits ? { headers: { 'Retry-After': seconds } } : {}),
    content: { 'application/problem+json': { schema: { $ref: refOf('Problem') } } },
  };
}

function responseName(status: ProblemStatus): string {
  return problemTitles[status].replaceAll(' ', '');
}

function parameterOf(name: string, where: 'query' | 'header', schema: z.ZodType): Json {
  const { description, ...rest } = jsonSchemaOf(schema);
  return {
    name,
    in: where,
    required: false,
    ...(description === undefined ? {} : { description }),
    schema: rest,
  };
}

function jsonContent(schema: z.ZodType): Json {
  const named = Object.entries(namedSchemas).find(([, each]) => each === schema);
  return {
    'application/json': { schema: named === undefined ? jsonSchemaOf(schema) : { $ref: refOf(named[0]) } },
  };
}

function componentSchemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(namedSchemas)) registry.add(schema, { id: name });
  const { schemas } = z.toJSONSchema(registry, { uri: refOf, override: tidy });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, embedded(schema)]));
}

function jsonSchemaOf(schema: z.ZodType): Json {
  return embedded(z.toJSONSchema(schema, { io: 'input', override: tidy }));
}

/** Within an OpenAPI document a schema says neither its dialect nor its address. */
function embedded({ $schema: _dialect, $id: _address, ...schema }: Json): Json {
  return schema;
}

/** `format` says enough of a moment, and every number is one that JavaScript has. */
function tidy({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** `idempotency-key` → `Idempotency-Key` */
function titleCase(name: string): string {
  return name.replaceAll(/(?:^|-)\w/g, (start) => start.toUpperCase());
}
