import { useMemo } from 'react';
import type { Client } from 'openapi-fetch';
import { createApi } from './api.ts';
import { pageData, type PageData } from './page-data.ts';

/** Typed client of the hub's API, the same for the component's whole life. */
export function useApi<Paths extends object>(baseUrl = ''): Client<Paths> {
  return useMemo(() => createApi<Paths>(baseUrl), [baseUrl]);
}

/** The hub's data of this page: language, request id, session. */
export function usePage(): PageData {
  return pageData();
}
