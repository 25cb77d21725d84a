import express, { type RequestHandler } from 'express';

/** Reads a posted form; what is no form counts as one without fields, so that a handler answers it like any other wrong input. */
export function formBody(limit: '4kb' | '16kb'): RequestHandler {
  const read = express.urlencoded({ extended: false, limit });
  return (request, response, next) =>
    read(request, response, (error?: unknown) => {
      request.body ??= {};
      next(error);
    });
}
