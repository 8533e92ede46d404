// Generated from openapi.json by `npm run types`. Do not edit.
export interface paths {
    "/api/v1/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists leads, a page at a time */
        get: {
            parameters: {
                query?: {
                    /** @description renewal, renewal_due, hardware_refresh, service_attach; several joined by commas */
                    type?: string;
                    /** @description low, medium, high, critical */
                    priority?: string;
                    /** @description new, contacted, qualified, converted, rejected; open (Default: open), all */
                    status?: string;
                    /** @description One or more territories */
                    territory?: string;
                    /** @description An account id */
                    account?: string;
                    /** @description Product families */
                    family?: string;
                    /** @description Part of an account name, serial, product, family or territory */
                    text?: string;
                    /** @description 0 to 100 */
                    minScore?: string;
                    /** @description A name, may be repeated; none for unassigned leads; me for the caller's */
                    assignee?: string;
                    /** @description true: only snoozed leads; false: all others */
                    snoozed?: string;
                    /** @description Of an export: csv (default) or xlsx */
                    format?: string;
                    /** @description score, value, priority, account, territory, updatedAt, type, status, product; prefix with a minus to sort descending */
                    sort?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PageJsonOfLeadJson"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports all leads that match, as CSV or XLSX */
        get: {
            parameters: {
                query?: {
                    /** @description renewal, renewal_due, hardware_refresh, service_attach; several joined by commas */
                    type?: string;
                    /** @description low, medium, high, critical */
                    priority?: string;
                    /** @description new, contacted, qualified, converted, rejected; open (Default: open), all */
                    status?: string;
                    /** @description One or more territories */
                    territory?: string;
                    /** @description An account id */
                    account?: string;
                    /** @description Product families */
                    family?: string;
                    /** @description Part of an account name, serial, product, family or territory */
                    text?: string;
                    /** @description 0 to 100 */
                    minScore?: string;
                    /** @description A name, may be repeated; none for unassigned leads; me for the caller's */
                    assignee?: string;
                    /** @description true: only snoozed leads; false: all others */
                    snoozed?: string;
                    /** @description Of an export: csv (default) or xlsx */
                    format?: string;
                    /** @description score, value, priority, account, territory, updatedAt, type, status, product; prefix with a minus to sort descending */
                    sort?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns a lead with its explanation; the ETag is its version */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LeadDetailJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets the status: new → contacted → qualified → converted, or rejected with a reason */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StatusRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LeadJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Failed */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Required */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}/assignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Assigns the lead, or unassigns it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AssignmentRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LeadJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Failed */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Required */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Snoozes the lead until a day, or wakes it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SnoozeRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LeadJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Failed */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Required */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds a note to the lead */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoteRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LeadJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Failed */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Required */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undoes the last command, within ten minutes and by the same caller */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["LeadUndoRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LeadJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Failed */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Required */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Executes up to 500 commands; each is applied or refused on its own */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LeadCommands"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LeadCommandResultsJson"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns the rules by which leads get their owners, and their draft */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssignmentJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Stores the draft; it assigns nothing */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AssignmentRowsRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssignmentJson"];
                    };
                };
                /** @description Precondition Failed */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Required */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        post?: never;
        /** Drops the draft */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssignmentJson"];
                    };
                };
                /** @description Precondition Failed */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Required */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publishes the draft: open leads that nobody owns are assigned by it from now on */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssignmentJson"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Failed */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Required */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Returns what rules would do with the open leads that nobody owns; nothing is written */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AssignmentRowsRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssignmentPreviewJson"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the last published versions, the newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssignmentVersionsJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the rules of a version the draft */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    version: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssignmentJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Failed */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Required */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment/workload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns the open leads of each person, of the accounts that the caller sees */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WorkloadJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment/hand-over/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Counts the open leads that a hand-over would move */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["HandOverRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HandOverPreviewJson"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the open leads of a person to another one; by an administrator, or by the person */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["HandOverRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HandOverJson"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists accounts, a page at a time */
        get: {
            parameters: {
                query?: {
                    /** @description One or more territories */
                    territory?: string;
                    /** @description Part of a name, an alias or an id */
                    text?: string;
                    /** @description true or false */
                    atRisk?: string;
                    /** @description One or more of low, medium, high, critical, unknown */
                    risk?: string;
                    /** @description One or more tiers */
                    tier?: string;
                    /** @description up or down: the direction of the last change in health */
                    trend?: string;
                    /** @description A time: only accounts whose health has changed since */
                    movedSince?: string;
                    /** @description classic, composite, health, items, leads, name, pastEndOfLife, pipeline, territory, updatedAt, utilization, value, view; prefix with a minus to sort descending */
                    sort?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PageJsonOfAccountJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports all accounts that match, as CSV or XLSX */
        get: {
            parameters: {
                query?: {
                    /** @description One or more territories */
                    territory?: string;
                    /** @description Part of a name, an alias or an id */
                    text?: string;
                    /** @description true or false */
                    atRisk?: string;
                    /** @description One or more of low, medium, high, critical, unknown */
                    risk?: string;
                    /** @description One or more tiers */
                    tier?: string;
                    /** @description up or down: the direction of the last change in health */
                    trend?: string;
                    /** @description A time: only accounts whose health has changed since */
                    movedSince?: string;
                    /** @description csv (default) or xlsx */
                    format?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns everything about one account */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountDetailJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the account's installed items, the highest risk first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PageJsonOfItemJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/managers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns who was the account's manager from when on, and by whom they were set */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountManagersJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/manager": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets the account's manager over what the sources say, or gives the choice back to them */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ManagerRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountManagersJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Merges the account into another; its id then leads there */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MergeRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MergeJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undoes a merge, including what happened since */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["UnmergeRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MergeJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns one installed item; the id is vendor:serial */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ItemJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/territories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists territories, the highest lead value first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PageJsonOfTerritoryJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/territories/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns a territory with its leaderboard */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TerritoryDetailJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portfolio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns the totals of the whole tenant */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PortfolioJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erases the personal fields of a contact, now and in whatever is sent about them later. It cannot be undone */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErasureJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/action-required": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns expired items, ending contracts and support, unused credits, and untouched leads */
        get: {
            parameters: {
                query?: {
                    /** @description One or more territories */
                    territory?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActionRequiredJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/revenue-focus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns open opportunities: large and likely ones, by stage, closing soon, and the best of each account */
        get: {
            parameters: {
                query?: {
                    /** @description One or more territories */
                    territory?: string;
                    /** @description Default: 100000 */
                    minAmount?: string;
                    /** @description 0 to 1. Default: 0.7 */
                    minProbability?: string;
                    /** @description Days. Default: 90 */
                    within?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RevenueFocusJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recommendations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns services to offer, and items without support */
        get: {
            parameters: {
                query?: {
                    /** @description One or more territories */
                    territory?: string;
                    /** @description A service category */
                    category?: string;
                    /** @description Part of a service, account or product name */
                    text?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecommendationsJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns metrics of the lead queue, each with its definition */
        get: {
            parameters: {
                query?: {
                    /** @description One or more territories */
                    territory?: string;
                    /** @description Points per score bucket, 5 or 10. Default: 10 */
                    bucket?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AnalyticsJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists leads whose priority changed and accounts whose risk changed, the newest first */
        get: {
            parameters: {
                query?: {
                    /** @description A time. Default: an hour ago */
                    since?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TopJsonOfChangeJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds accounts, leads, items and territories; returns the best of each */
        get: {
            parameters: {
                query?: {
                    /** @description The text to search for */
                    text?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SearchJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes change events: one, an array, or {"events": […]}; at most 1,000 events and 4 MB */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["JsonElement"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AcceptedJson"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Payload Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unsupported Media Type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the configured sources, with the state of followed databases */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PageJsonOfSourceJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Loads the sample data into an empty installation */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SampleJson"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks the seals of the journal, recomputes every account from it, and compares it with its stored state and with what is shown; writes nothing */
        post: {
            parameters: {
                query?: {
                    sealedThrough?: number;
                    mac?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VerificationJson"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns what the installation holds, and checks its state */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SystemJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/master-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replaces the master key by another one, and its file on this node */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the people to whom leads can be assigned */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PeopleJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports the journal of the organisation with decrypted fields */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entities/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the tenant's entities of a kind, a page at a time */
        get: {
            parameters: {
                query?: {
                    /** @description An account id */
                    account?: string;
                    /** @description One or more territories */
                    territory?: string;
                    /** @description Part of any text */
                    text?: string;
                    /** @description field:op:value; repeat for more conditions; op is eq, ne, lt, le, gt, ge, not_lt, contains, empty, set; a date may be today, today+90, today-30 */
                    where?: string;
                    /** @description Any field; id, account, territory, updatedAt; prefix with a minus to sort descending */
                    sort?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path: {
                    kind: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PageJsonOfEntityRowJson"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entities/{kind}/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the fields of a kind, or of the entities that match */
        get: {
            parameters: {
                query?: {
                    /** @description An account id */
                    account?: string;
                    /** @description One or more territories */
                    territory?: string;
                    /** @description Part of any text */
                    text?: string;
                    /** @description field:op:value; repeat for more conditions; op is eq, ne, lt, le, gt, ge, not_lt, contains, empty, set; a date may be today, today+90, today-30 */
                    where?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path: {
                    kind: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EntityFieldsJson"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entities/{kind}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns counts, sums and averages by the value of a field */
        get: {
            parameters: {
                query?: {
                    /** @description An account id */
                    account?: string;
                    /** @description One or more territories */
                    territory?: string;
                    /** @description Part of any text */
                    text?: string;
                    /** @description field:op:value; repeat for more conditions; op is eq, ne, lt, le, gt, ge, not_lt, contains, empty, set; a date may be today, today+90, today-30 */
                    where?: string;
                    /** @description The field to group by */
                    by?: string;
                    /** @description The field to sum */
                    sum?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path: {
                    kind: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EntityGroupsJson"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entities/{kind}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports all entities that match, as CSV or XLSX */
        get: {
            parameters: {
                query?: {
                    /** @description An account id */
                    account?: string;
                    /** @description One or more territories */
                    territory?: string;
                    /** @description Part of any text */
                    text?: string;
                    /** @description field:op:value; repeat for more conditions; op is eq, ne, lt, le, gt, ge, not_lt, contains, empty, set; a date may be today, today+90, today-30 */
                    where?: string;
                    /** @description csv (default) or xlsx */
                    format?: string;
                    /** @description The fields to write; default: all */
                    fields?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path: {
                    kind: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns decisions and cases to review */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReconciliationJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reconciliation/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Links a key to an account by hand */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LinkRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reconciliation/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undoes a link: the key becomes an account of its own */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["UndoRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reconciliation/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reconciles everything received so far */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettleJson"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists imports, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PageJsonOfImportJson"];
                    };
                };
            };
        };
        put?: never;
        /** Imports a workbook (.xlsx), tables (.csv, .tsv, or a .zip of them) or a territory file (.yaml): multipart/form-data with a file, or the file itself with ?fileName= */
        post: {
            parameters: {
                query?: {
                    /** @description true: read and report, change nothing */
                    dryRun?: string;
                    /** @description The day to begin first, yyyy-MM-dd */
                    asOf?: string;
                    /** @description The date of the data, yyyy-MM-dd */
                    dataDate?: string;
                    /** @description Tables: a shipped mapping or a file in the data directory. Default: sales-analytics */
                    mapping?: string;
                    /** @description Tables: the sender. Default: the mapping's name */
                    source?: string;
                    /** @description Tables: the encoding of files without a byte order mark, such as shift_jis. Default: found out */
                    encoding?: string;
                    /** @description Tables: when the file was written, RFC 3339 */
                    fileTime?: string;
                    /** @description Tables: what happens to objects that earlier files had and these lack: kept (default), flagged, removed */
                    missing?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": components["schemas"]["IFormFile"];
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": components["schemas"]["IFormFile"];
                    "application/octet-stream": components["schemas"]["IFormFile"];
                };
            };
            responses: {
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportJson"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Payload Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unsupported Media Type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows how a file would be read: sheets, columns and fields, samples, missing columns */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": components["schemas"]["IFormFile"];
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": components["schemas"]["IFormFile"];
                    "application/octet-stream": components["schemas"]["IFormFile"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PreviewJson"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Payload Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unsupported Media Type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undoes an import: earlier values apply again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["ImportUndoRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gets an import with its report */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Downloads an import's row errors as CSV */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{source}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a delivery of a configured source, with its signature or API key */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    source: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["JsonElement"];
                    "application/cloudevents+json": components["schemas"]["JsonElement"];
                    "application/cloudevents-batch+json": components["schemas"]["JsonElement"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookAnswerJson"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Payload Too Large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unsupported Media Type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        /** Answers the CloudEvents handshake */
        options: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    source: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gets a dead letter with its record; the ETag is its version */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeadLetterDetailJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        /** Corrects the record of a dead letter; requires If-Match */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["JsonElement"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeadLetterJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Failed */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Required */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        post?: never;
        /** Dismisses a dead letter; it stays in the list */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeadLetterJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Failed */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Required */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Maps a dead letter again with the current mapping; a second replay adds nothing */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeadLetterJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Failed */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Precondition Required */
                428: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Maps all open dead letters again */
        post: {
            parameters: {
                query?: {
                    /** @description Only of this source */
                    source?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReplayJson"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Service Unavailable */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists records that could not be mapped, oldest first */
        get: {
            parameters: {
                query?: {
                    /** @description Only of this source */
                    source?: string;
                    /** @description open, replayed, dismissed */
                    state?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PageJsonOfDeadLetterJson"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns the tenant's day: scores are as of this date */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DayJson"];
                    };
                };
            };
        };
        put?: never;
        /** Begins a day; has no effect if it has already begun */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DayJson"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DayJson"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns who has signed in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionJson"];
                    };
                };
            };
        };
        put?: never;
        /** Signs in with a name, a password and, where it is set up, a code */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SignInRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionJson"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        /** Signs out */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets a password with a one-time link, and signs in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordLinkRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionJson"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/first-user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the first administrator with the link that the server printed, and signs in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FirstUserRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionJson"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes the caller's password; their other sessions end */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionJson"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Turns the second factor on, with a code of the app */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecoveryCodesJson"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        /** Returns a new secret for an authenticator app */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CurrentPasswordRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SecondFactorJson"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        /** Turns the second factor off, with a code and the password */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RemoveCodeRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionJson"];
                    };
                };
                /** @description Unauthorized */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Too Many Requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's open sessions, the last used first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OpenSessionsJson"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Ends all sessions of the caller except this one */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionJson"];
                    };
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends one session of the caller */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the users */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UsersJson"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a user with a password, or with a one-time link to set one */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["UserRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InvitedUserJson"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets the roles whose people need a second factor */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SecondFactorRolesRequest"];
                };
            };
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a user; their sessions end if the role or the state changes */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["UserRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        post?: never;
        /** Removes a user; what they did keeps their name */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a one-time link to set another password; a lost second factor is turned off */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InvitedUserJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends all sessions of a user */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/absence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Enters the caller's absence, and who gets their new leads meanwhile */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AbsenceRequest"];
                };
            };
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        post?: never;
        /** Removes the caller's absence */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Forbidden */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/absence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Enters a user's absence, and who gets their new leads meanwhile */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AbsenceRequest"];
                };
            };
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        post?: never;
        /** Removes a user's absence */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the keys of programs */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KeysJson"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a key, and returns its secret once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["KeyRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewKeyJson"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replaces a key's secret; the former one is not valid any more */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewKeyJson"];
                    };
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes a key */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what people, programs and commands did, the newest first */
        get: {
            parameters: {
                query?: {
                    /** @description A part of the name, id or address of who did it, or a kind of caller: person, program, shell, anybody */
                    author?: string;
                    /** @description Actions: sign_in, user_changed, exported …, recorded or the kind of an event; several are separated by commas */
                    action?: string;
                    /** @description Kinds of objects: user, key, import, lead, opportunity … */
                    object?: string;
                    /** @description The id of an object */
                    id?: string;
                    /** @description Not before this time, RFC 3339 */
                    from?: string;
                    /** @description Before this time, RFC 3339 */
                    to?: string;
                    /** @description A part of anything that a row holds */
                    text?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AuditPageJson"];
                    };
                };
                /** @description Bad Request */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports the newest 100,000 rows that match, as CSV or XLSX */
        get: {
            parameters: {
                query?: {
                    /** @description A part of the name, id or address of who did it, or a kind of caller: person, program, shell, anybody */
                    author?: string;
                    /** @description Actions: sign_in, user_changed, exported …, recorded or the kind of an event; several are separated by commas */
                    action?: string;
                    /** @description Kinds of objects: user, key, import, lead, opportunity … */
                    object?: string;
                    /** @description The id of an object */
                    id?: string;
                    /** @description Not before this time, RFC 3339 */
                    from?: string;
                    /** @description Before this time, RFC 3339 */
                    to?: string;
                    /** @description A part of anything that a row holds */
                    text?: string;
                    /** @description csv (default) or xlsx */
                    format?: string;
                    /** @description Rows per page, 1 to 500. Default: 50 */
                    limit?: number;
                    /** @description The next value of the previous page */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the organisations beside the default one */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TenantsJson"];
                    };
                };
            };
        };
        put?: never;
        /** Adds an organisation, with a store, a key and users of its own */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TenantRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TenantJson"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Unprocessable Entity */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes an organisation with all its data and its key */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not Found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
                /** @description Conflict */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["ProblemDetails"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Days on which a person does not work leads. */
        AbsenceJson: {
            /** Format: date */
            from: string;
            /**
             * Format: date
             * @description The last day; null: the end is open.
             */
            until: null | string;
            /** @description The id of the user who gets the person's new leads meanwhile; null: nobody does. */
            deputy: null | string;
        };
        /** @description The body of PUT session/absence and PUT users/{id}/absence. */
        AbsenceRequest: {
            /** Format: date */
            from: null | string;
            /**
             * Format: date
             * @description The last day; null: the end is open.
             */
            until: null | string;
            /** @description The id of another user who works leads; null: nobody gets the person's new leads. */
            deputy: null | string;
        };
        /** @description The result for one event. A repeated event is not new and keeps its first sequence number. */
        AcceptedEventJson: {
            /** Format: int64 */
            sequence: number;
            new: boolean;
        };
        /** @description The result for a batch; accepted counts the new events. */
        AcceptedJson: {
            /** Format: int32 */
            accepted: number;
            events: components["schemas"]["AcceptedEventJson"][];
            /** @description Values that count otherwise than stated: a time in the future counts as of receipt. */
            warnings: components["schemas"]["EventProblemJson"][];
        };
        /** @description Everything about one account; entities by kind (opportunity, project, service_credit …). */
        AccountDetailJson: {
            account: components["schemas"]["AccountJson"];
            leads: components["schemas"]["LeadJson"][];
            items: components["schemas"]["ItemJson"][];
            entities: {
                [key: string]: components["schemas"]["EntityJson"][];
            };
            keys: string[];
            classicHealth: components["schemas"]["ExplanationJson"];
            viewHealth: components["schemas"]["ExplanationJson"];
            compositeHealth: components["schemas"]["ExplanationJson"];
            /**
             * Format: double
             * @description 0-1, as a source gives it; null if none does. The expansion probability likewise.
             */
            churnProbability: null | number;
            /** Format: double */
            expansionProbability: null | number;
            /** @description The direction of the health as a source gives it. */
            givenTrend: null | string;
            /** Format: date */
            asOf: string;
            rulesVersion: string;
            /** Format: int64 */
            sequence: number;
        };
        /** @description An account in lists and pushes. */
        AccountJson: {
            id: string;
            name: string;
            territory: null | string;
            health: components["schemas"]["HealthJson"];
            atRisk: boolean;
            leads: components["schemas"]["LeadCountsJson"];
            /** Format: int32 */
            items: number;
            /** Format: int32 */
            itemsPastEndOfLife: number;
            /** Format: int32 */
            openOpportunities: number;
            /** Format: int32 */
            projects: number;
            /** Format: int32 */
            closedProjects: number;
            /** Format: double */
            creditUtilization: null | number;
            leadValue: components["schemas"]["SumJson"];
            pipeline: components["schemas"]["WeightedJson"];
            aliases: string[];
            tier: null | string;
            accountManager: null | string;
            /** Format: date-time */
            updatedAt: string;
            stale: boolean;
            segment: null | string;
            trend: null | components["schemas"]["TrendJson"];
            valueAtRisk: components["schemas"]["SumJson"];
            estimatedAtRisk: components["schemas"]["SumJson"];
        };
        /** @description The managers of an account, the current one first. */
        AccountManagersJson: {
            /** @description The current one; null: nobody. */
            manager: null | string;
            /** @description True if a person has set the current one. */
            byHand: boolean;
            /** @description Whom the sources name; null: nobody. */
            sourceManager: null | string;
            items: components["schemas"]["ManagerTimeJson"][];
        };
        /** @description The best opportunities of an account that close soon. */
        AccountOpportunitiesJson: {
            account: null | components["schemas"]["AccountRefJson"];
            tier: null | string;
            territory: null | string;
            weighted: components["schemas"]["SumJson"];
            opportunities: components["schemas"]["OpportunityJson"][];
        };
        /** @description An account with the services recommended for it, its best leads first. */
        AccountRecommendationJson: {
            account: components["schemas"]["AccountRefJson"];
            territory: null | string;
            /** Format: int32 */
            leads: number;
            leadValue: components["schemas"]["SumJson"];
            items: components["schemas"]["ItemRecommendationJson"][];
        };
        /** @description An account by id and name. */
        AccountRefJson: {
            id: string;
            name: string;
        };
        /** @description The page "Action required". */
        ActionRequiredJson: {
            /** Format: date */
            asOf: null | string;
            expired: components["schemas"]["TopJsonOfExpiredJson"];
            ending: components["schemas"]["TopJsonOfEndingJson"];
            credits: components["schemas"]["TopJsonOfCreditJson"];
            untouched: components["schemas"]["TopJsonOfUntouchedJson"];
        };
        /** @description The page "Analytics". */
        AnalyticsJson: {
            /** Format: date */
            asOf: null | string;
            rulesVersion: string;
            scores: components["schemas"]["MetricJsonOfIReadOnlyListOfBucketJson"];
            funnelByType: components["schemas"]["MetricJsonOfIReadOnlyListOfFunnelJson"];
            funnelByFactor: components["schemas"]["MetricJsonOfIReadOnlyListOfFunnelJson"];
            acceptance: components["schemas"]["MetricJsonOfFunnelJson"];
            timeToContact: components["schemas"]["MetricJsonOfIReadOnlyListOfAssigneeTimeJson"];
            velocity: components["schemas"]["MetricJsonOfIReadOnlyListOfVelocityJson"];
            ageing: components["schemas"]["MetricJsonOfIReadOnlyListOfBucketJson"];
            bands: components["schemas"]["MetricJsonOfIReadOnlyListOfBandsJson"];
        };
        /** @description The time to first contact by assignee. */
        AssigneeTimeJson: {
            assignee: null | string;
            /** Format: int32 */
            leads: number;
            /** Format: double */
            medianHours: number;
        };
        /** @description Rules that somebody is working on. */
        AssignmentDraftJson: {
            rows: components["schemas"]["AssignmentRowJson"][];
            by: null | string;
            /** Format: date-time */
            at: string;
        };
        /** @description The rules by which leads get their owners. The ETag is that of draft and published rules together. */
        AssignmentJson: {
            published: null | components["schemas"]["AssignmentVersionJson"];
            draft: null | components["schemas"]["AssignmentDraftJson"];
            /**
             * Format: int32
             * @description The number of open leads that nobody owns.
             */
            unowned: number;
        };
        /** @description What rules would do with the open leads that nobody owns. Nothing is written. */
        AssignmentPreviewJson: {
            /**
             * Format: int32
             * @description The leads that nobody owns now.
             */
            unowned: number;
            /**
             * Format: int32
             * @description Those that nobody would get.
             */
            nobody: number;
            /** @description Those who would get leads, the most first. */
            people: components["schemas"]["PreviewPersonJson"][];
            /** @description The rows in their order, with the leads that each would give away. */
            rows: components["schemas"]["LeadShareJson"][];
            /** @description Why nobody would get a lead, the most frequent first. */
            reasons: components["schemas"]["LeadShareJson"][];
            /** @description The leads with the highest scores. */
            examples: components["schemas"]["PreviewLeadJson"][];
        };
        /** @description The body of POST leads/{id}/assignment; a null assignee unassigns the lead. */
        AssignmentRequest: {
            assignee: null | string;
            by: null | string;
        };
        /** @description A row of the assignment rules. Absent and empty conditions match every lead. */
        AssignmentRowJson: {
            /** @description Stands in the history of each lead that the row gives away. */
            name: null | string;
            /** @description Those of accounts; `-` for accounts without one. */
            territories: null | string[];
            /** @description The managers of accounts, in any case. */
            accountManagers: null | string[];
            families: null | string[];
            /** @description renewal, renewal_due, hardware_refresh, service_attach. */
            types: null | string[];
            /** @description The lowest priority that matches: low, medium, high or critical. */
            minPriority: null | string;
            /** @description person, account_manager, in_turn or nobody. */
            to: null | string;
            /** @description One for person, one or more for in_turn, otherwise none. */
            people: null | components["schemas"]["AssignmentShareJson"][];
        };
        /** @description The body of PUT assignment/draft and POST assignment/preview. */
        AssignmentRowsRequest: {
            /** @description In their order. The last one has no conditions: it decides on what no other row gives away. */
            rows: null | components["schemas"]["AssignmentRowJson"][];
        };
        /** @description A person to whom a row gives leads. */
        AssignmentShareJson: {
            /** @description The id of the user. */
            person: null | string;
            /**
             * Format: int32
             * @description With so many open leads the person gets none by this row; null: there is no limit.
             */
            capacity: null | number;
            /** @description Only in answers: null if there is no such user any more. */
            name: null | string;
        };
        /** @description Rules that were published. */
        AssignmentVersionJson: {
            /** Format: int32 */
            version: number;
            rows: components["schemas"]["AssignmentRowJson"][];
            by: null | string;
            /** Format: date-time */
            at: string;
        };
        /** @description The last versions, the newest first. */
        AssignmentVersionsJson: {
            items: components["schemas"]["AssignmentVersionJson"][];
        };
        /** @description Who did something. */
        AuditAuthorJson: {
            kind: components["schemas"]["AuthorKind"];
            /** @description Of the user or key; anybody, shell. */
            id: string;
            /** @description As it was shown at that time; null for anybody. */
            name: null | string;
            /** @description The IP address of the request; null if there was none. */
            address: null | string;
        };
        /** @description A page of what was done, the newest first. */
        AuditPageJson: {
            items: components["schemas"]["AuditRowJson"][];
            /** @description The cursor of what is older; null at the end. A page may have few rows or none, and yet a next one. */
            next: null | string;
            /**
             * Format: date-time
             * @description How far back this page has looked; null at the end.
             */
            through: null | string;
        };
        /** @description Something that was done: an audit row, or an event that somebody sent by themselves. */
        AuditRowJson: {
            /**
             * Format: int64
             * @description The row's number in the journal.
             */
            sequence: number;
            /**
             * Format: date-time
             * @description When the journal took it.
             */
            at: string;
            author: components["schemas"]["AuditAuthorJson"];
            /** @description The action of an audit row; for an event the name of its kind, such as lead_status, or recorded. */
            action: string;
            /** @description The kind of object: user, key, import, lead, opportunity … */
            object: string;
            /** @description The object's id within its kind; empty for the installation as a whole. */
            id: string;
            /** @description The object's name, if the row has it. */
            name: null | string;
            /** @description The fields that changed, with their values before. For an event: as the entity's rows before it left them. */
            before: components["schemas"]["JsonElement"];
            /** @description The same fields with their values after. */
            after: components["schemas"]["JsonElement"];
        };
        /**
         * @description The kinds of callers that write by themselves.
         * @enum {unknown}
         */
        AuthorKind: "anybody" | "person" | "program" | "shell";
        /** @description Open leads by priority at the end of a day. */
        BandsJson: {
            /** Format: date */
            day: string;
            /** Format: int32 */
            critical: number;
            /** Format: int32 */
            high: number;
            /** Format: int32 */
            medium: number;
            /** Format: int32 */
            low: number;
        };
        /** @description The count from a lower bound (inclusive) to an upper bound (exclusive, except in the last bucket). */
        BucketJson: {
            /** Format: double */
            from: number;
            /** Format: double */
            to: null | number;
            /** Format: int32 */
            count: number;
        };
        /** @description What caused a change: words to show, and the journal row for those who look closer. */
        CauseJson: {
            /** @description What happened and its effect: `Support renewed to 14 Jun 2027 → urgency −20`. */
            text: string;
            /** @description What happened, without the effect. */
            what: string;
            /**
             * @description The factors of the lead that moved, in points: `urgency −20`, or the health of the account and its parts:
             *     `health −12.5, support −30`; null if none is known.
             */
            effect: null | string;
            /** @description Who sent it, as people call it: HubSpot, API, the name of the imported file; null for OneLead itself. */
            sender: null | string;
            /** @description The event's kind: item, opportunity, day_begun, rules_published … */
            kind: string;
            entity: null | string;
            /** @description The sender's name in the journal. */
            source: null | string;
            /**
             * Format: int64
             * @description The row's number in the journal.
             */
            sequence: number;
            /** Format: date-time */
            at: string;
            /** @description The id of the import that brought it, as in `GET /imports/{id}`; null if none did or it is no longer listed. */
            import: null | string;
            /** @description The fields that it changed. */
            fields: components["schemas"]["FieldChangeJson"][];
        };
        /**
         * @description What the follower of a database is doing.
         * @enum {unknown}
         */
        CdcState: "connecting" | "copying" | "streaming" | "waiting" | "blocked";
        /** @description The status of a followed database. */
        CdcStatus: {
            state: components["schemas"]["CdcState"];
            /** @description Why it waits, is blocked or copies, or what it does not see and what to do about it; else null. */
            message: null | string;
            /**
             * Format: int32
             * @description How many copies of its tables were started.
             */
            copy: number;
            /**
             * Format: int64
             * @description Rows read by the current copy.
             */
            copied: number;
            /** @description The log before this position is journaled: `0/153A2E8`; null until the first copy has ended. */
            position: null | string;
            /**
             * Format: int64
             * @description Bytes of the log not yet journaled, updated every five seconds.
             */
            lag: number;
            /**
             * Format: date-time
             * @description The time of the last journaled commit.
             */
            lastCommitAt: null | string;
        };
        /** @description A lead whose priority changed, or an account whose risk changed. */
        ChangeJson: {
            /** @description A number that increases; identifies the row in lists and pushes. */
            id: string;
            /** Format: date-time */
            at: string;
            /** @description lead or account. */
            kind: string;
            lead: null | components["schemas"]["LeadJson"];
            account: components["schemas"]["AccountRefJson"];
            /** @description A lead's priority; for accounts at_risk or healthy. */
            before: string;
            after: string;
            cause: null | components["schemas"]["CauseJson"];
        };
        /** @description A check of the installation: ok, warning or failed, with an explanation. */
        CheckJson: {
            name: string;
            state: string;
            text: string;
        };
        /** @description The body of PUT session/second-factor. */
        CodeRequest: {
            code: null | string;
        };
        /** @description A count by name. */
        CountJson: {
            name: string;
            /** Format: int64 */
            count: number;
        };
        /** @description Service credits that are hardly used and have not expired. */
        CreditJson: {
            account: null | components["schemas"]["AccountRefJson"];
            territory: null | string;
            id: string;
            name: string;
            /** Format: double */
            purchased: number;
            /** Format: double */
            delivered: number;
            /** Format: double */
            active: null | number;
            /**
             * Format: double
             * @description Delivered ÷ purchased, 0-1.
             */
            utilization: number;
            /** Format: date */
            contractEnd: null | string;
        };
        /** @description The body of POST session/second-factor. */
        CurrentPasswordRequest: {
            current: null | string;
        };
        /** @description The tenant's day: scores are as of this date. */
        DayJson: {
            /** Format: date */
            day: null | string;
            rulesVersion?: null | string;
        };
        /** @description A dead letter with its record. */
        DeadLetterDetailJson: {
            letter: components["schemas"]["DeadLetterJson"];
            content: components["schemas"]["JsonElement"];
        };
        /** @description A record that could not be mapped. */
        DeadLetterJson: {
            /** Format: int64 */
            id: number;
            source: string;
            sourceId: string;
            /** @description The sender's name of the object. */
            entity: string;
            /** @description Why it could not be mapped. */
            reason: string;
            state: components["schemas"]["DeadLetterState"];
            /** Format: int32 */
            version: number;
            /**
             * Format: int32
             * @description How many replays failed.
             */
            attempts: number;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            changedAt: null | string;
        };
        /** @enum {unknown} */
        DeadLetterState: "open" | "replayed" | "dismissed";
        /** @description A contract or an item's support that ends soon. */
        EndingJson: {
            account: null | components["schemas"]["AccountRefJson"];
            territory: null | string;
            /** @description contract or support. */
            kind: string;
            id: string;
            name: string;
            /** Format: date */
            end: string;
            /** Format: int32 */
            days: number;
            /**
             * Format: int32
             * @description The contract's own notice period; default 90.
             */
            noticeDays: number;
            value: null | components["schemas"]["MoneyJson"];
        };
        /** @description A field of a kind. */
        EntityFieldJson: {
            name: string;
            /** @description text, date, instant, number, integer, money, rate, flag; json for values that are kept unchanged. */
            type: string;
            /** @description schema: a known field; derived: computed by rules; other: added by a source. */
            source: string;
        };
        /** @description The fields of a kind. */
        EntityFieldsJson: {
            items: components["schemas"]["EntityFieldJson"][];
        };
        /** @description Entities with the same value of a field; sum and average cover those that have the summed field. */
        EntityGroupJson: {
            /** @description Null: the field is empty. */
            key: null | string;
            /** @description Set if grouped by account: accounts with the same name have groups of their own. */
            accountId: null | string;
            /** Format: int32 */
            count: number;
            /**
             * Format: int32
             * @description The number of accounts that these entities belong to.
             */
            accounts: number;
            /** @description Null unless money is summed. Then each currency of a key has a group of its own. */
            currency: null | string;
            /**
             * Format: double
             * @description Null: nothing is summed, or no value is known.
             */
            sum: null | number;
            /** Format: double */
            average: null | number;
            /**
             * Format: int32
             * @description The number of entities without the summed field; null if nothing is summed.
             */
            unknown: null | number;
        };
        /** @description Groups, the largest sum (or count, without a sum) first; total is the number of entities. */
        EntityGroupsJson: {
            items: components["schemas"]["EntityGroupJson"][];
            /** Format: int32 */
            groups: number;
            /** Format: int32 */
            total: number;
        };
        /** @description An entity of an account with its current fields. */
        EntityJson: {
            id: string;
            fields: components["schemas"]["JsonElement"];
            /** Format: date-time */
            updatedAt: string;
            /** @description The fields that have a value which the caller does not see; they are null. */
            masked: string[];
        };
        /** @description An entity with its current fields; for items also the values that rules derive. */
        EntityRowJson: {
            id: string;
            account: null | components["schemas"]["AccountRefJson"];
            /** @description The account's territory. */
            territory: null | string;
            /** @description The territory that the entity's source gives it. */
            recordTerritory: null | string;
            fields: components["schemas"]["JsonElement"];
            /** Format: date-time */
            updatedAt: string;
            /** @description The fields that have a value which the caller does not see; they are null. */
            masked: string[];
        };
        /** @description The answer to an erasure. */
        ErasureJson: {
            id: string;
            /** @description The fields that had a value until then. */
            fields: string[];
        };
        /** @description What a lead may be worth, in major units. */
        EstimatedValueJson: {
            /** Format: double */
            min: number;
            /** Format: double */
            max: number;
            currency: string;
            /** @description `contract`, or the name of the bundle in rules.yaml. */
            basis: string;
        };
        /**
         * @description The kind of entity that a change event is about. Kinds from EventKind.ProductLifecycle on are tenant rows: they have
         *     no account and apply to every account.
         * @enum {unknown}
         */
        EventKind: "account" | "item" | "opportunity" | "project" | "service_credit" | "contract" | "contact" | "order" | "usage" | "ticket" | "survey" | "payment" | "activity" | "engagement" | "lead_status" | "lead_assignment" | "override" | "link" | "raw" | "audit" | "product_lifecycle" | "service_offer" | "service" | "territory_mapping" | "rules_published" | "day_begun" | "retraction";
        /** @description An error in one event of a batch. */
        EventProblemJson: {
            /**
             * Format: int32
             * @description The event's position in the batch, from 0.
             */
            index: number;
            field: string;
            reason: string;
        };
        /** @description An account with items past end of life. */
        ExpiredJson: {
            account: components["schemas"]["AccountRefJson"];
            territory: null | string;
            /** Format: int32 */
            expired: number;
            /**
             * Format: int32
             * @description Days since the earliest end of life.
             */
            worstDays: null | number;
            /** @description The sum of the contract values of these items; unknown counts the items without one. */
            valueAtRisk: components["schemas"]["SumJson"];
            /** @description The highest lead estimates of the items without a contract value. */
            estimatedAtRisk: components["schemas"]["SumJson"];
        };
        /** @description Why a score is what it is. */
        ExplanationJson: {
            /** Format: double */
            score: number;
            lines: components["schemas"]["ExplanationLineJson"][];
        };
        /** @description One line of an explanation: points × weight = contribution; the contributions sum exactly to the score. */
        ExplanationLineJson: {
            factor: string;
            rule: string;
            text: string;
            input: string;
            /** Format: int32 */
            points: number;
            /** Format: double */
            weight: number;
            /** Format: double */
            contribution: number;
        };
        /** @description The four factors of a lead's score, each 0-100. */
        FactorsJson: {
            /** Format: int32 */
            urgency: number;
            /** Format: int32 */
            value: number;
            /** Format: int32 */
            propensity: number;
            /** Format: int32 */
            strategicFit: number;
        };
        /** @description A field before and after a row, as text; null where it had no value. */
        FieldChangeJson: {
            name: string;
            before: null | string;
            after: null | string;
        };
        /** @description The body of POST session/first-user: makes the first administrator with the link that the server printed. */
        FirstUserRequest: {
            token: null | string;
            name: null | string;
            displayName: null | string;
            password: null | string;
        };
        /** @description When and to what a lead changes by itself, if nothing else happens. */
        ForecastJson: {
            /** Format: date */
            on: string;
            /** Format: int32 */
            days: number;
            /** Format: double */
            score: number;
            priority: components["schemas"]["Priority"];
        };
        /** @description An account that was found. */
        FoundAccountJson: {
            id: string;
            name: string;
            territory: null | string;
            atRisk: boolean;
        };
        /** @description An item that was found by its serial. */
        FoundItemJson: {
            id: string;
            serial: string;
            product: string;
            account: components["schemas"]["AccountRefJson"];
        };
        /** @description A lead that was found. */
        FoundLeadJson: {
            id: string;
            type: components["schemas"]["LeadType"];
            priority: components["schemas"]["Priority"];
            /** Format: double */
            score: number;
            product: string;
            serial: string;
            account: components["schemas"]["AccountRefJson"];
        };
        /** @description A territory that was found. */
        FoundTerritoryJson: {
            id: string;
            /** Format: int32 */
            accounts: number;
            /** Format: int32 */
            leads: number;
        };
        /**
         * @description Leads of one slice by status; acceptance is (contacted + qualified + converted) ÷ (those + rejected), conversion is
         *     converted ÷ (converted + rejected). Both are 0-1, or null without any leads.
         */
        FunnelJson: {
            slice: string;
            /** Format: int32 */
            new: number;
            /** Format: int32 */
            contacted: number;
            /** Format: int32 */
            qualified: number;
            /** Format: int32 */
            converted: number;
            /** Format: int32 */
            rejected: number;
            /** Format: double */
            acceptance: null | number;
            /** Format: double */
            conversion: null | number;
        };
        /** @description An account's items without cover. */
        GapJson: {
            account: components["schemas"]["AccountRefJson"];
            territory: null | string;
            /** Format: int32 */
            items: number;
            /**
             * Format: int32
             * @description Items that never had cover.
             */
            uncovered: number;
            /**
             * Format: int32
             * @description Items whose support has expired; an item can be both.
             */
            expired: number;
            leadValue: components["schemas"]["SumJson"];
        };
        /** @description What a hand-over did. */
        HandOverJson: {
            from: string;
            to: string;
            /** Format: int32 */
            moved: number;
            /** Format: int32 */
            notSeen: number;
            /**
             * Format: int32
             * @description Those that somebody else changed at the same time.
             */
            failed: number;
        };
        /** @description What a hand-over would do. */
        HandOverPreviewJson: {
            from: string;
            to: string;
            /**
             * Format: int32
             * @description The open leads that would get another owner.
             */
            leads: number;
            /**
             * Format: int32
             * @description Those that stay, because the other person does not see their accounts.
             */
            notSeen: number;
        };
        /** @description The body of POST assignment/hand-over and its preview. */
        HandOverRequest: {
            /** @description The id of the user whose open leads are handed over. */
            from: null | string;
            /** @description The id of the user who gets them; null: the deputy of the last absence. */
            to: null | string;
        };
        /** @description The health scores of an account. Composite is the one to show; the others are other formulas. */
        HealthJson: {
            /** Format: int32 */
            classic: number;
            /** Format: int32 */
            classicUncapped: number;
            /** Format: int32 */
            view: number;
            /**
             * Format: double
             * @description 0-100: the weighted mean of the known parts; null if none is known.
             */
            composite: null | number;
            /** @description The band of the composite score: low, medium, high, critical; unknown if it is not known. */
            risk: components["schemas"]["RiskLevel"];
            /**
             * Format: int32
             * @description The number of known parts out of six: the confidence.
             */
            knownParts: number;
            parts: components["schemas"]["HealthPartsJson"];
        };
        /** @description The parts of the composite health, each 0-100; null if the part is not known. */
        HealthPartsJson: {
            /** Format: int32 */
            usage: null | number;
            /** Format: int32 */
            support: null | number;
            /** Format: int32 */
            payment: null | number;
            /** Format: int32 */
            engagement: null | number;
            /** Format: int32 */
            sentiment: null | number;
            /** Format: int32 */
            lifecycle: null | number;
        };
        /**
         * @description The direction of the last change in an account's health.
         * @enum {unknown}
         */
        HealthTrend: "up" | "down";
        /** Format: binary */
        IFormFile: string;
        /** @description An import; its row errors are a separate CSV download. */
        ImportJson: {
            id: string;
            fileName: string;
            state: components["schemas"]["ImportState"];
            stage: string;
            dryRun: boolean;
            /** Format: date */
            asOf: null | string;
            /** Format: date */
            dataDate: null | string;
            /** Format: int64 */
            rowsRead: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: null | string;
            /** Format: date-time */
            finishedAt: null | string;
            report: null | components["schemas"]["ImportReportJson"];
            failure: null | string;
            /** @description True if it wrote rows that can be undone. */
            canUndo: boolean;
            undone: null | components["schemas"]["ImportUndone"];
        };
        /** @description The result of an import; new, repeated and decisions are null for a dry run. */
        ImportReportJson: {
            import: string;
            /** Format: date-time */
            dataDate: string;
            dataDateFrom: string;
            /** Format: int64 */
            rows: number;
            /** Format: int64 */
            blank: number;
            /** Format: int64 */
            skipped: number;
            /** Format: int64 */
            events: number;
            /** Format: int64 */
            refused: number;
            /**
             * Format: int64
             * @description Rows taken with a warning, or without some of their values.
             */
            warned: number;
            /**
             * Format: int64
             * @description Values that were left out of taken rows.
             */
            values: number;
            /** Format: int64 */
            unread: number;
            /** Format: int64 */
            unused: number;
            /** Format: int64 */
            errorCount: number;
            /** Format: int64 */
            new: null | number;
            /** Format: int64 */
            repeated: null | number;
            /** Format: int32 */
            decisions: null | number;
            sheets: components["schemas"]["ImportSheetJson"][];
        };
        /** @description The figures of one sheet or table. */
        ImportSheetJson: {
            name: string;
            /** @description The name of the mapping's table, which raw records have in the field `table`; null for a sheet. */
            table: null | string;
            kind: null | string;
            /** Format: int64 */
            rows: number;
            /** Format: int64 */
            blank: number;
            /**
             * Format: int64
             * @description Rows without data.
             */
            skipped: number;
            skippedReasons: {
                [key: string]: number;
            };
            /** Format: int64 */
            events: number;
            /** Format: int64 */
            refused: number;
            /**
             * Format: int64
             * @description Rows of a sheet that was not read because of its problem.
             */
            unread: number;
            /**
             * Format: int64
             * @description Rows that are stored and listed, but that no score and no other page reads yet.
             */
            unused: number;
            unusedReason: null | string;
            /**
             * Format: int64
             * @description Values that were left out of taken rows.
             */
            values: number;
            /**
             * Format: int64
             * @description Rows taken with a warning, or without some of their values.
             */
            warned: number;
            /** Format: int64 */
            repeated: number;
            normalised: {
                [key: string]: number;
            };
            absent: string[];
            notes: string[];
            problem: null | string;
        };
        /**
         * @description The state of an import.
         * @enum {unknown}
         */
        ImportState: "queued" | "running" | "done" | "failed" | "undone";
        /** @description Records that an import was undone. */
        ImportUndone: {
            /** Format: date-time */
            at: string;
            by: null | string;
            reason: null | string;
        };
        /** @description The body of POST imports/{id}/undo; optional. */
        ImportUndoRequest: {
            by: null | string;
            reason: null | string;
        };
        /** @description A user with the link that lets them set a password; the link is shown once. */
        InvitedUserJson: {
            user: components["schemas"]["UserJson"];
            /** @description Null if the user has a password. */
            link: null | string;
            /** Format: date-time */
            linkExpiresAt: null | string;
        };
        /** @description An installed item; fields are the values from its sources. */
        ItemJson: {
            id: string;
            accountId: string;
            serial: string;
            family: string;
            isComponent: boolean;
            support: string[];
            risk: components["schemas"]["RiskLevel"];
            /** Format: int32 */
            riskScore: number;
            /** Format: int32 */
            daysPastEndOfLife: null | number;
            /** Format: int32 */
            daysSinceSupportEnd: null | number;
            /** Format: date */
            nextChange: null | string;
            leads: string[];
            fields: components["schemas"]["JsonElement"];
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description An item with the services recommended for it. */
        ItemRecommendationJson: {
            leadId: string;
            type: components["schemas"]["LeadType"];
            priority: components["schemas"]["Priority"];
            serial: string;
            product: string;
            services: components["schemas"]["ServiceJson"][];
        };
        /** @description The journal of the tenant. */
        JournalJson: {
            /** Format: int64 */
            sequence: number;
            /**
             * Format: int64
             * @description Null if the store does not report it.
             */
            bytes: null | number;
            /** @description The node that writes it; null if it does not answer now. */
            owner: null | string;
            /**
             * Format: int64
             * @description Raised each time that a node takes the journal; null on the embedded store, and if the owner is unknown.
             */
            epoch: null | number;
            /**
             * Format: date-time
             * @description When the owner took it.
             */
            ownedSince: null | string;
            /**
             * Format: int64
             * @description Every row up to here is sealed; null if that is not known.
             */
            sealedThrough: null | number;
        };
        JsonElement: unknown;
        /** @description A key for programs, without its secret. */
        KeyJson: {
            id: string;
            name: string;
            role: components["schemas"]["Role"];
            /** @description What limits the role; empty: nothing does. */
            scopes: string[];
            territories: string[];
            knownAs: string[];
            /** @description active or expired. */
            state: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: null | string;
        };
        /** @description The body of POST keys. */
        KeyRequest: {
            name: null | string;
            role: null | components["schemas"]["Role"];
            /** @description Names of permissions that limit the role. */
            scopes: null | string[];
            territories: null | string[];
            knownAs: null | string[];
            /** Format: date-time */
            expiresAt: null | string;
        };
        /** @description The keys of the tenant, by name. */
        KeysJson: {
            items: components["schemas"]["KeyJson"][];
        };
        /**
         * @description One command of a batch. Its parts are executed in the order undo, status, assignee, snoozeUntil, note; the first refusal
         *     ends the command.
         */
        LeadCommand: {
            id: null | string;
            /**
             * Format: int32
             * @description The version that the caller has seen (If-Match of a single command); null for any.
             */
            version: null | number;
            status: null | components["schemas"]["LeadStatus"];
            /** @description A name; null unassigns the lead; absent changes nothing. */
            assignee: components["schemas"]["JsonElement"];
            /** @description A date; null wakes the lead; absent changes nothing. */
            snoozeUntil: components["schemas"]["JsonElement"];
            note: null | string;
            /** @description Required to reject. */
            reason: null | string;
            opportunityId: null | string;
            undo: null | boolean;
            by: null | string;
        };
        /** @description The result of one command; etag is the lead's new version, in quotes. */
        LeadCommandResultJson: {
            id: null | string;
            ok: boolean;
            /** Format: int32 */
            status: number;
            problem: null | components["schemas"]["ProblemDetails"];
            etag: null | string;
            lead: null | components["schemas"]["LeadJson"];
        };
        /** @description The results of a batch, in its order. */
        LeadCommandResultsJson: {
            items: components["schemas"]["LeadCommandResultJson"][];
            /** Format: int32 */
            ok: number;
            /** Format: int32 */
            failed: number;
        };
        /** @description The body of POST leads/commands. */
        LeadCommands: {
            commands: null | components["schemas"]["LeadCommand"][];
            /** @description The default for commands without their own by. */
            by: null | string;
        };
        /** @description The contract that a lead is to renew. */
        LeadContractJson: {
            id: string;
            number: null | string;
            /** Format: date */
            end: null | string;
            /**
             * Format: int32
             * @description The number of known items that it covers.
             */
            items: number;
        };
        /** @description Counts of the open leads by type and by priority. */
        LeadCountsJson: {
            /** Format: int32 */
            total: number;
            /** Format: int32 */
            renewal: number;
            /** Format: int32 */
            renewalDue: number;
            /** Format: int32 */
            hardwareRefresh: number;
            /** Format: int32 */
            serviceAttach: number;
            /** Format: int32 */
            critical: number;
            /** Format: int32 */
            high: number;
            /** Format: int32 */
            medium: number;
            /** Format: int32 */
            low: number;
        };
        /** @description A lead with everything that explains it. */
        LeadDetailJson: {
            lead: components["schemas"]["LeadJson"];
            explanation: components["schemas"]["ExplanationJson"];
            riskExplanation: components["schemas"]["ExplanationJson"];
            title: string;
            description: string;
            recommendedAction: string;
            successor: null | string;
            /**
             * Format: date
             * @description The day by which somebody should respond, by the rules; null for low priority and closed leads.
             */
            respondBy: null | string;
            /** Format: date */
            asOf: string;
            rulesVersion: string;
            steps: components["schemas"]["LeadStepJson"][];
            item: null | components["schemas"]["ItemJson"];
            before: null | components["schemas"]["ScoreJson"];
            cause: null | components["schemas"]["CauseJson"];
            forecast: null | components["schemas"]["ForecastJson"];
            critical: null | components["schemas"]["ForecastJson"];
            /** @description What all this was computed from. */
            receipt: components["schemas"]["ReceiptJson"];
            /** @description The opportunity that the lead was converted to; null until then. */
            opportunityId: null | string;
        };
        /** @description The item of a lead. */
        LeadItemJson: {
            serial: string;
            productId: string;
            product: string;
            family: string;
            isComponent: boolean;
            /** @description The territory that the item's source gives it; the lead has the account's. */
            territory: null | string;
        };
        /** @description A lead in lists and pushes. */
        LeadJson: {
            id: string;
            type: components["schemas"]["LeadType"];
            status: components["schemas"]["LeadStatus"];
            priority: components["schemas"]["Priority"];
            /** Format: double */
            score: number;
            factors: components["schemas"]["FactorsJson"];
            estimatedValue: null | components["schemas"]["EstimatedValueJson"];
            account: components["schemas"]["AccountRefJson"];
            item: null | components["schemas"]["LeadItemJson"];
            contract: null | components["schemas"]["LeadContractJson"];
            /** @description The account's territory, also the visibility scope; null when the account has none. */
            territory: null | string;
            risk: components["schemas"]["RiskLevel"];
            assignee: null | string;
            /**
             * Format: int32
             * @description The ETag for commands on the lead.
             */
            version: number;
            statusReason: null | string;
            services: components["schemas"]["ServiceJson"][];
            /**
             * Format: date
             * @description The date on which the score changes by itself, or null.
             */
            nextChange: null | string;
            /** Format: date */
            asOf: string;
            rulesVersion: string;
            /** Format: date-time */
            updatedAt: string;
            /**
             * Format: date
             * @description The day until which the lead is snoozed, or null.
             */
            snoozedUntil: null | string;
            /** Format: int32 */
            notes: number;
            /**
             * Format: date
             * @description The day by which somebody should respond, by the rules; null for low priority and closed leads.
             */
            respondBy: null | string;
        };
        /** @description How many leads something would get or give. */
        LeadShareJson: {
            name: string;
            /** Format: int32 */
            leads: number;
        };
        /**
         * @description The status of a lead: New → Contacted → Qualified → Converted, or Rejected with a reason.
         * @enum {unknown}
         */
        LeadStatus: "new" | "contacted" | "qualified" | "converted" | "rejected";
        /** @description One command in a lead's history; refused says why it was not applied. */
        LeadStepJson: {
            /** Format: int64 */
            sequence: number;
            /** Format: date-time */
            at: string;
            what: string;
            reason: null | string;
            by: null | string;
            refused: null | string;
            note: null | string;
        };
        /**
         * @description The reason for a lead. LeadType.RenewalDue becomes LeadType.Renewal when the support has ended: they are one lead
         *     (see LeadType LeadTypes.Identity(LeadType type)).
         * @enum {unknown}
         */
        LeadType: "renewal" | "hardware_refresh" | "service_attach" | "renewal_due";
        /** @description The body of POST leads/{id}/undo; it is optional. */
        LeadUndoRequest: {
            by: null | string;
        };
        /** @description How a key came to an account. */
        LinkJson: {
            /** Format: int64 */
            sequence: number;
            /** Format: date-time */
            at: string;
            key: string;
            to: string;
            /** @description manual_mapping, exact_name, similar_name, customer_id, territory_mapping, most_opportunities, or manual. */
            rule: string;
            name: null | string;
            matched: null | string;
            /** Format: int32 */
            similarity: null | number;
            by: null | string;
        };
        /** @description The body of POST reconciliation/link. */
        LinkRequest: {
            key: null | string;
            to: null | string;
            by: null | string;
        };
        /** @description The body of PUT accounts/{id}/manager. */
        ManagerRequest: {
            /** @description A name, as sources write it; null: whom the sources name. */
            manager: null | string;
            by: null | string;
        };
        /** @description Who was an account's manager in a time. */
        ManagerTimeJson: {
            /** @description Null: nobody. */
            manager: null | string;
            /**
             * Format: date-time
             * @description When OneLead received it.
             */
            from: string;
            /**
             * Format: date-time
             * @description Null: until now.
             */
            to: null | string;
            /** @description True if a person set the manager over what the sources say. */
            byHand: boolean;
            /** @description Where the change came from. */
            source: string;
            /** @description The source as people call it. */
            sender: null | string;
            /** @description The person who set the manager or gave the choice back to the sources; null for a change of a source. */
            by: null | string;
            /**
             * Format: int64
             * @description The row in the journal.
             */
            sequence: number;
        };
        /** @description The account that an id leads to. */
        MergeJson: {
            id: string;
            account: string;
        };
        /** @description The body of POST accounts/{id}/merge. */
        MergeRequest: {
            /** @description The account to merge into. */
            into: null | string;
            by: null | string;
        };
        /** @description A metric with its definition; reason says why data is missing. */
        MetricJsonOfFunnelJson: {
            definition: string;
            available: boolean;
            reason: null | string;
            data: null | components["schemas"]["FunnelJson"];
        };
        /** @description A metric with its definition; reason says why data is missing. */
        MetricJsonOfIReadOnlyListOfAssigneeTimeJson: {
            definition: string;
            available: boolean;
            reason: null | string;
            data: null | components["schemas"]["AssigneeTimeJson"][];
        };
        /** @description A metric with its definition; reason says why data is missing. */
        MetricJsonOfIReadOnlyListOfBandsJson: {
            definition: string;
            available: boolean;
            reason: null | string;
            data: null | components["schemas"]["BandsJson"][];
        };
        /** @description A metric with its definition; reason says why data is missing. */
        MetricJsonOfIReadOnlyListOfBucketJson: {
            definition: string;
            available: boolean;
            reason: null | string;
            data: null | components["schemas"]["BucketJson"][];
        };
        /** @description A metric with its definition; reason says why data is missing. */
        MetricJsonOfIReadOnlyListOfFunnelJson: {
            definition: string;
            available: boolean;
            reason: null | string;
            data: null | components["schemas"]["FunnelJson"][];
        };
        /** @description A metric with its definition; reason says why data is missing. */
        MetricJsonOfIReadOnlyListOfVelocityJson: {
            definition: string;
            available: boolean;
            reason: null | string;
            data: null | components["schemas"]["VelocityJson"][];
        };
        /** @description An amount in major units. */
        MoneyJson: {
            /** Format: double */
            amount: number;
            currency: string;
        };
        /** @description A key with its secret, which is shown once. */
        NewKeyJson: {
            key: components["schemas"]["KeyJson"];
            secret: string;
        };
        /** @description A process that takes part. What is null is not known, because the node did not answer. */
        NodeJson: {
            /** @description Its address and run, which logs and metrics name, too. */
            name: string;
            /** @description joining, active or stopping. */
            state: string;
            /** @description True for the node that answers this request. */
            self: boolean;
            ownsJournal: boolean;
            host: null | string;
            version: null | string;
            /** @description serve, or work: without API and dashboard. */
            role: null | string;
            /** Format: date-time */
            startedAt: null | string;
            /** Format: int32 */
            dashboards: null | number;
            /**
             * Format: int32
             * @description Accounts that wait for their snapshot to be stored.
             */
            unsaved: null | number;
            /** @description Its actors in memory, by kind. */
            actors: components["schemas"]["CountJson"][];
        };
        /** @description The body of POST leads/{id}/notes. */
        NoteRequest: {
            note: null | string;
            by: null | string;
        };
        /** @description An open session of the caller. */
        OpenSessionJson: {
            /** @description Names it; nobody can sign in with it. */
            id: string;
            /** Format: date-time */
            signedInAt: string;
            /**
             * Format: date-time
             * @description Up to five minutes before the last use.
             */
            usedAt: string;
            /** @description Such as Firefox on Windows; null if it is not known. */
            browser: null | string;
            /** @description From which it was used last; null if it is not known. */
            address: null | string;
            /** @description True for the session of this request. */
            current: boolean;
        };
        /** @description The open sessions of the caller, this one first, then the last used first. */
        OpenSessionsJson: {
            items: components["schemas"]["OpenSessionJson"][];
        };
        /** @description An open opportunity. */
        OpportunityJson: {
            id: string;
            name: string;
            account: null | components["schemas"]["AccountRefJson"];
            tier: null | string;
            territory: null | string;
            stage: null | string;
            amount: null | components["schemas"]["MoneyJson"];
            /**
             * Format: double
             * @description 0-1.
             */
            probability: null | number;
            weighted: null | components["schemas"]["MoneyJson"];
            /** Format: date */
            closeDate: null | string;
            /**
             * Format: int32
             * @description Days until the close date; negative if it has passed.
             */
            days: null | number;
            owner: null | string;
        };
        /** @description A page of a list; next is the cursor of the following page, null on the last; total counts all pages. */
        PageJsonOfAccountJson: {
            items: components["schemas"]["AccountJson"][];
            next: null | string;
            /** Format: int32 */
            total: number;
        };
        /** @description A page of a list; next is the cursor of the following page, null on the last; total counts all pages. */
        PageJsonOfDeadLetterJson: {
            items: components["schemas"]["DeadLetterJson"][];
            next: null | string;
            /** Format: int32 */
            total: number;
        };
        /** @description A page of a list; next is the cursor of the following page, null on the last; total counts all pages. */
        PageJsonOfEntityRowJson: {
            items: components["schemas"]["EntityRowJson"][];
            next: null | string;
            /** Format: int32 */
            total: number;
        };
        /** @description A page of a list; next is the cursor of the following page, null on the last; total counts all pages. */
        PageJsonOfImportJson: {
            items: components["schemas"]["ImportJson"][];
            next: null | string;
            /** Format: int32 */
            total: number;
        };
        /** @description A page of a list; next is the cursor of the following page, null on the last; total counts all pages. */
        PageJsonOfItemJson: {
            items: components["schemas"]["ItemJson"][];
            next: null | string;
            /** Format: int32 */
            total: number;
        };
        /** @description A page of a list; next is the cursor of the following page, null on the last; total counts all pages. */
        PageJsonOfLeadJson: {
            items: components["schemas"]["LeadJson"][];
            next: null | string;
            /** Format: int32 */
            total: number;
        };
        /** @description A page of a list; next is the cursor of the following page, null on the last; total counts all pages. */
        PageJsonOfSourceJson: {
            items: components["schemas"]["SourceJson"][];
            next: null | string;
            /** Format: int32 */
            total: number;
        };
        /** @description A page of a list; next is the cursor of the following page, null on the last; total counts all pages. */
        PageJsonOfTerritoryJson: {
            items: components["schemas"]["TerritoryJson"][];
            next: null | string;
            /** Format: int32 */
            total: number;
        };
        /** @description The body of POST session/link: sets a password with a one-time link. */
        PasswordLinkRequest: {
            token: null | string;
            password: null | string;
        };
        /** @description The body of POST session/password. */
        PasswordRequest: {
            current: null | string;
            password: null | string;
        };
        /** @description The people of the tenant who work leads, by display name. */
        PeopleJson: {
            items: components["schemas"]["PersonJson"][];
        };
        /** @description A permission, and what it lets its holder do. */
        PermissionJson: {
            name: string;
            text: string;
        };
        /** @description Somebody to whom leads can be assigned. */
        PersonJson: {
            id: string;
            name: string;
            displayName: string;
            role: components["schemas"]["Role"];
        };
        /** @description The totals of the whole tenant. */
        PortfolioJson: {
            /** Format: int32 */
            accounts: number;
            /** Format: int32 */
            items: number;
            leads: components["schemas"]["LeadCountsJson"];
            leadValue: components["schemas"]["SumJson"];
            pipeline: components["schemas"]["WeightedJson"];
            /** Format: int32 */
            atRisk: number;
            /** Format: int32 */
            itemsPastEndOfLife: number;
            valueAtRisk: components["schemas"]["SumJson"];
            estimatedAtRisk: components["schemas"]["SumJson"];
            /** Format: int32 */
            territories: number;
            /** Format: date */
            asOf: string;
            rulesVersion: string;
            /**
             * Format: date-time
             * @description Null: nothing has changed since the server started.
             */
            updatedAt: null | string;
        };
        /** @description A column of a file, as an import would read it. */
        PreviewColumnJson: {
            header: string;
            /** @description The field it fills; null if it is kept under its own name. */
            field: null | string;
            samples: string[];
        };
        /** @description A file, as an import would read it. */
        PreviewJson: {
            fileName: string;
            import: string;
            /** Format: date-time */
            dataDate: string;
            dataDateFrom: string;
            /** Format: int64 */
            rows: number;
            /** Format: int64 */
            skipped: number;
            /** Format: int64 */
            events: number;
            /** Format: int64 */
            refused: number;
            /** Format: int64 */
            warned: number;
            /** Format: int64 */
            unused: number;
            sheets: components["schemas"]["PreviewSheetJson"][];
        };
        /** @description An example of what would happen to a lead. */
        PreviewLeadJson: {
            id: string;
            type: components["schemas"]["LeadType"];
            priority: components["schemas"]["Priority"];
            /** Format: double */
            score: number;
            account: components["schemas"]["AccountRefJson"];
            product: string;
            territory: null | string;
            /** @description Null: nobody would get it. */
            owner: null | string;
            /** @description The row in words, or why nobody would get it. */
            reason: string;
        };
        /** @description What a person would get. */
        PreviewPersonJson: {
            id: string;
            name: string;
            /**
             * Format: int32
             * @description The open leads that the person has now.
             */
            open: number;
            /** Format: int32 */
            leads: number;
            /** @description The rows that would give them. */
            byRow: components["schemas"]["LeadShareJson"][];
            /** @description The absent people whose deputy the person is, as far as the leads come from them. */
            insteadOf: components["schemas"]["LeadShareJson"][];
        };
        /** @description A sheet or table, as an import would read it. */
        PreviewSheetJson: {
            name: string;
            /** @description Null if it is not recognised. */
            kind: null | string;
            /** Format: int64 */
            rows: number;
            /**
             * Format: int64
             * @description Rows without data.
             */
            skipped: number;
            /** Format: int64 */
            events: number;
            /** Format: int64 */
            refused: number;
            /**
             * Format: int64
             * @description Rows that would be taken with a warning, or without some of their values.
             */
            warned: number;
            /**
             * Format: int64
             * @description Rows that would be stored and listed, but that no score and no other page reads yet.
             */
            unused: number;
            unusedReason: null | string;
            columns: components["schemas"]["PreviewColumnJson"][];
            /** @description Usual fields of the kind that it lacks. */
            missing: string[];
            notes: string[];
            problem: null | string;
        };
        /**
         * @description The priority of a lead.
         * @enum {unknown}
         */
        Priority: "low" | "medium" | "high" | "critical";
        /** @description Open leads by priority. */
        PriorityCountsJson: {
            /** Format: int32 */
            critical: number;
            /** Format: int32 */
            high: number;
            /** Format: int32 */
            medium: number;
            /** Format: int32 */
            low: number;
        };
        ProblemDetails: {
            type?: null | string;
            title?: null | string;
            /** Format: int32 */
            status?: null | number;
            detail?: null | string;
            instance?: null | string;
        };
        /** @description The journal sequence, rules and day from which a score was computed. */
        ReceiptJson: {
            /** Format: int64 */
            sequence: number;
            rulesVersion: string;
            /** Format: date */
            asOf: string;
        };
        /** @description A service with the open leads for which it is recommended. */
        RecommendationJson: {
            name: string;
            skus: string[];
            category: string;
            product: string;
            /** Format: int32 */
            leads: number;
            /** Format: int32 */
            accounts: number;
            leadValue: components["schemas"]["SumJson"];
        };
        /** @description The page "Services". */
        RecommendationsJson: {
            services: components["schemas"]["TopJsonOfRecommendationJson"];
            accounts: components["schemas"]["TopJsonOfAccountRecommendationJson"];
            gaps: components["schemas"]["TopJsonOfGapJson"];
        };
        /** @description How names became accounts, and what a person should decide. */
        ReconciliationJson: {
            decisions: components["schemas"]["LinkJson"][];
            review: components["schemas"]["ReviewJson"][];
        };
        /** @description Codes that each replace the authenticator app once. They are shown once. */
        RecoveryCodesJson: {
            codes: string[];
        };
        /** @description The body of DELETE session/second-factor. */
        RemoveCodeRequest: {
            code: null | string;
            current: null | string;
        };
        /** @description The result of a replay. */
        ReplayJson: {
            /**
             * Format: int32
             * @description Letters whose events are now in the journal.
             */
            replayed: number;
            /**
             * Format: int32
             * @description Letters that still cannot be mapped.
             */
            failed: number;
            /**
             * Format: int32
             * @description Events that were new.
             */
            accepted: number;
        };
        /** @description The page "Revenue focus". */
        RevenueFocusJson: {
            /** Format: date */
            asOf: null | string;
            /** Format: double */
            minAmount: number;
            /** Format: double */
            minProbability: number;
            /** Format: int32 */
            within: number;
            opportunities: components["schemas"]["TopJsonOfOpportunityJson"];
            stages: components["schemas"]["StageJson"][];
            /** @description All open opportunities. */
            pipeline: components["schemas"]["WeightedJson"];
            closing: components["schemas"]["TopJsonOfOpportunityJson"];
            accounts: components["schemas"]["TopJsonOfAccountOpportunitiesJson"];
        };
        /** @description Two names that were compared and not merged; kind is near_match or tie. */
        ReviewJson: {
            kind: string;
            territory: null | string;
            first: string;
            second: string;
            /** Format: int32 */
            similarity: null | number;
            note: string;
        };
        /**
         * @description The risk of an item; Unknown if neither its lifecycle nor its support is known.
         * @enum {unknown}
         */
        RiskLevel: "unknown" | "low" | "medium" | "high" | "critical";
        /**
         * @description What a person or a program is for. It decides what its holder sees and may do; docs/users.md has the table.
         * @enum {unknown}
         */
        Role: "sales_executive" | "account_manager" | "service_consultant" | "analyst" | "territory_manager" | "administrator";
        /** @description A role in words. */
        RoleJson: {
            role: components["schemas"]["Role"];
            name: string;
            sees: string;
            does: string;
            permissions: components["schemas"]["PermissionJson"][];
        };
        /** @description The loaded sample. */
        SampleJson: {
            /** Format: int32 */
            items: number;
            /** Format: date */
            asOf: string;
        };
        /** @description A lead's score at some time. */
        ScoreJson: {
            /** Format: double */
            score: number;
            priority: components["schemas"]["Priority"];
        };
        /** @description Whether the rows of the journal are the ones that were sealed. */
        SealsJson: {
            /**
             * Format: int64
             * @description The last row that is sealed and as it was.
             */
            through: number;
            /**
             * Format: int64
             * @description The number of rows after it, which are not protected yet.
             */
            unsealed: number;
            /** @description The MAC of the seal that ends there. Keep it elsewhere to find out later whether rows were cut off. */
            mac: null | string;
            /**
             * Format: int64
             * @description The first row that is missing, changed or out of place; null if there is none.
             */
            brokenRow: null | number;
            /** @description What is wrong with it. */
            problem: null | string;
        };
        /** @description The best hits of each kind. */
        SearchJson: {
            accounts: components["schemas"]["FoundAccountJson"][];
            leads: components["schemas"]["FoundLeadJson"][];
            items: components["schemas"]["FoundItemJson"][];
            territories: components["schemas"]["FoundTerritoryJson"][];
        };
        /** @description The secret for an authenticator app. */
        SecondFactorJson: {
            /** @description In base 32, to type in. */
            key: string;
            /** @description otpauth://…, to show as a QR code. */
            uri: string;
        };
        /** @description The body of PUT users/second-factor. */
        SecondFactorRolesRequest: {
            /** @description Those whose people need a second factor, in place of the former ones. */
            roles: null | components["schemas"]["Role"][];
        };
        /** @description A service that fits a lead; a higher priority is better. */
        ServiceJson: {
            name: string;
            skus: string[];
            /** Format: int32 */
            priority: number;
            category: string;
            product: string;
        };
        /** @description The state of sign-in. */
        SessionJson: {
            /** @description False while everybody who can connect may do everything. */
            hasUsers: boolean;
            /** @description The organisation that was asked; null for the default one. */
            organisation: null | string;
            /** @description True if there are others beside the default one. */
            hasOrganisations: boolean;
            user: null | components["schemas"]["SessionUserJson"];
            /** @description What a browser sends in the header X-OneLead-Antiforgery with each request that changes something. */
            antiforgery: null | string;
            providers: components["schemas"]["SignInProviderJson"][];
            /** @description Empty for a caller who has not signed in. */
            roles: components["schemas"]["RoleJson"][];
        };
        /** @description Who has signed in, and what they may do. */
        SessionUserJson: {
            id: string;
            name: string;
            displayName: string;
            role: components["schemas"]["Role"];
            /** @description The names of permissions, as the scopes of keys have them: read, work_leads … */
            permissions: string[];
            /** @description False for those who see some accounts only: totals are then those of these accounts. */
            seesAllAccounts: boolean;
            seesSensitive: boolean;
            /** @description The kinds of records that are shown; null: all. */
            visibleKinds: null | components["schemas"]["EventKind"][];
            /** @description False for those who sign in with a provider only, who have no second factor here either. */
            hasPassword: boolean;
            secondFactor: boolean;
            /** @description True if the role needs a second factor: until there is one, nothing else is answered. */
            mustAddSecondFactor: boolean;
            /** Format: int32 */
            recoveryCodes: number;
            /** @description The names under which leads are the user's: `assignee=me` means these. */
            names: string[];
            absence: null | components["schemas"]["AbsenceJson"];
        };
        /** @description How many decisions were new. */
        SettleJson: {
            /** Format: int32 */
            decisions: number;
        };
        /** @description A sign-in provider: its button's text, and the address that the button opens. */
        SignInProviderJson: {
            name: string;
            title: string;
            url: string;
        };
        /** @description The body of POST session. */
        SignInRequest: {
            name: null | string;
            password: null | string;
            /** @description Of the authenticator app, or a recovery code; required for users with a second factor. */
            code: null | string;
        };
        /** @description The body of POST leads/{id}/snooze; null wakes the lead. */
        SnoozeRequest: {
            /** Format: date */
            until: null | string;
            by: null | string;
        };
        /** @description A configured source, without secrets or connection strings. */
        SourceJson: {
            name: string;
            /** @description The webhook format, or `postgres`. */
            format: string;
            mapping: null | string;
            cdc: null | components["schemas"]["CdcStatus"];
            /** @description What this node lacks to use it; null if it lacks nothing. */
            problem: null | string;
        };
        /** @description The open opportunities of a stage. */
        StageJson: {
            /** @description Null: no stage is given. */
            stage: null | string;
            /** Format: int32 */
            count: number;
            /** @description Unknown counts those without an amount. */
            amount: components["schemas"]["SumJson"];
            /** @description Unknown counts those without amount or probability. */
            weighted: components["schemas"]["SumJson"];
        };
        /** @description The body of POST leads/{id}/status. */
        StatusRequest: {
            status: null | components["schemas"]["LeadStatus"];
            /** @description Required to reject. */
            reason: null | string;
            opportunityId: null | string;
            note: null | string;
            by: null | string;
        };
        /** @description A sum of money in major units, in the tenant's currency. */
        SumJson: {
            /**
             * Format: double
             * @description Null: there is something to add, and none of it has a known value in this currency.
             */
            amount: null | number;
            currency: string;
            /**
             * Format: int32
             * @description The number of parts without a known value.
             */
            unknown: number;
            /** @description The sums of the parts in other currencies, which are never added to the amount. */
            others: components["schemas"]["MoneyJson"][];
        };
        /** @description The state of the installation. */
        SystemJson: {
            version: string;
            /** Format: date-time */
            startedAt: string;
            /** Format: double */
            uptimeSeconds: number;
            storage: string;
            /** Format: date */
            day: null | string;
            rulesVersion: string;
            journal: components["schemas"]["JournalJson"];
            /**
             * Format: int64
             * @description Rows that wait for delivery to their accounts; null if the journal's owner does not answer now.
             */
            queue: null | number;
            /** @description The accounts with most such rows. */
            longestQueues: components["schemas"]["WaitingAccountJson"][];
            /**
             * Format: int64
             * @description Accounts that wait for their snapshot to be stored; null if a node does not answer now.
             */
            unsaved: null | number;
            /**
             * Format: int32
             * @description Dashboards that are connected to all nodes; null if a node does not answer now.
             */
            connections: null | number;
            /** @description The processes that take part: one on the embedded store. */
            nodes: components["schemas"]["NodeJson"][];
            actors: components["schemas"]["CountJson"][];
            model: components["schemas"]["CountJson"][];
            deadLetters: components["schemas"]["CountJson"][];
            /**
             * Format: int64
             * @description Null if they cannot be counted now.
             */
            deadLettersOpen: null | number;
            checks: components["schemas"]["CheckJson"][];
            /** @description True if other machines can connect: there are no users, so everybody who does can change everything. */
            openToNetwork: boolean;
            /** @description The address of Orleans' own dashboard, which times the calls to actors; null if it is off. */
            orleansDashboard: null | string;
        };
        /** @description An organisation beside the default one. */
        TenantJson: {
            name: string;
            /** Format: date-time */
            createdAt: string;
            /** @description On the node that answers. */
            state: string;
            /** @description Why it is not served; null without a problem. */
            problem: null | string;
        };
        /** @description The body of POST tenants. */
        TenantRequest: {
            name: null | string;
        };
        /** @description The organisations beside the default one, by name. */
        TenantsJson: {
            items: components["schemas"]["TenantJson"][];
        };
        /** @description A territory and its accounts, sorted by lead value, then open leads. */
        TerritoryDetailJson: {
            territory: components["schemas"]["TerritoryJson"];
            leaderboard: components["schemas"]["AccountJson"][];
        };
        /** @description A territory's roll-up. */
        TerritoryJson: {
            /** @description The key of the territory; `-` for the accounts without one. */
            id: string;
            /** @description The territory as sources write it. */
            name: null | string;
            /** @description The territories that it is below, the nearest first, as far as the caller sees them. No sum includes it. */
            above: string[];
            /** @description True if its stated parent does not count, because it would be below itself. */
            circle: boolean;
            /** Format: int32 */
            accounts: number;
            /** Format: int32 */
            items: number;
            leads: components["schemas"]["LeadCountsJson"];
            leadValue: components["schemas"]["SumJson"];
            pipeline: components["schemas"]["WeightedJson"];
            /** Format: int32 */
            atRisk: number;
            /** Format: int32 */
            itemsPastEndOfLife: number;
            valueAtRisk: components["schemas"]["SumJson"];
            estimatedAtRisk: components["schemas"]["SumJson"];
            /**
             * Format: date-time
             * @description Null: nothing has changed since the server started.
             */
            updatedAt: null | string;
        };
        /** @description The first rows of a list, and the total count. */
        TopJsonOfAccountOpportunitiesJson: {
            items: components["schemas"]["AccountOpportunitiesJson"][];
            /** Format: int32 */
            total: number;
        };
        /** @description The first rows of a list, and the total count. */
        TopJsonOfAccountRecommendationJson: {
            items: components["schemas"]["AccountRecommendationJson"][];
            /** Format: int32 */
            total: number;
        };
        /** @description The first rows of a list, and the total count. */
        TopJsonOfChangeJson: {
            items: components["schemas"]["ChangeJson"][];
            /** Format: int32 */
            total: number;
        };
        /** @description The first rows of a list, and the total count. */
        TopJsonOfCreditJson: {
            items: components["schemas"]["CreditJson"][];
            /** Format: int32 */
            total: number;
        };
        /** @description The first rows of a list, and the total count. */
        TopJsonOfEndingJson: {
            items: components["schemas"]["EndingJson"][];
            /** Format: int32 */
            total: number;
        };
        /** @description The first rows of a list, and the total count. */
        TopJsonOfExpiredJson: {
            items: components["schemas"]["ExpiredJson"][];
            /** Format: int32 */
            total: number;
        };
        /** @description The first rows of a list, and the total count. */
        TopJsonOfGapJson: {
            items: components["schemas"]["GapJson"][];
            /** Format: int32 */
            total: number;
        };
        /** @description The first rows of a list, and the total count. */
        TopJsonOfOpportunityJson: {
            items: components["schemas"]["OpportunityJson"][];
            /** Format: int32 */
            total: number;
        };
        /** @description The first rows of a list, and the total count. */
        TopJsonOfRecommendationJson: {
            items: components["schemas"]["RecommendationJson"][];
            /** Format: int32 */
            total: number;
        };
        /** @description The first rows of a list, and the total count. */
        TopJsonOfUntouchedJson: {
            items: components["schemas"]["UntouchedJson"][];
            /** Format: int32 */
            total: number;
        };
        /** @description The last change of an account's health: direction, time and previous scores. What one import changes is one change. */
        TrendJson: {
            direction: components["schemas"]["HealthTrend"];
            /** Format: date-time */
            at: string;
            before: components["schemas"]["HealthJson"];
        };
        /** @description The body of POST reconciliation/undo: the key stands alone again. */
        UndoRequest: {
            key: null | string;
            by: null | string;
        };
        /** @description The body of POST accounts/{id}/unmerge; it is optional. */
        UnmergeRequest: {
            by: null | string;
        };
        /** @description An open lead without recent changes. */
        UntouchedJson: {
            lead: components["schemas"]["LeadJson"];
            /**
             * Format: int32
             * @description Days since the lead or its item last changed.
             */
            days: number;
        };
        /** @description The lead that has waited longest for its owner: its status is new, and it has no note. */
        UntouchedLeadJson: {
            id: string;
            /**
             * Format: date-time
             * @description When it was assigned for the first time.
             */
            since: string;
        };
        /** @description A user, as administrators see them. */
        UserJson: {
            id: string;
            name: string;
            displayName: string;
            role: components["schemas"]["Role"];
            /** @description Of a territory manager. */
            territories: string[];
            /** @description The names under which sources know the person, besides name and displayName. */
            knownAs: string[];
            /** @description active, invited (has no password yet), locked (too many failed sign-ins) or disabled. */
            state: string;
            secondFactor: boolean;
            /** Format: date-time */
            createdAt: string;
            absence: null | components["schemas"]["AbsenceJson"];
        };
        /** @description The body of POST users and PUT users/{id}. */
        UserRequest: {
            /** @description Only POST: the name to sign in with, an e-mail address or a short name. */
            name: null | string;
            displayName: null | string;
            role: null | components["schemas"]["Role"];
            territories: null | string[];
            knownAs: null | string[];
            /** @description Only POST: null makes a one-time link. */
            password: null | string;
            /** @description Only PUT: a disabled user cannot sign in, and their sessions end. */
            disabled: null | boolean;
        };
        /** @description The users of the tenant, by name. */
        UsersJson: {
            items: components["schemas"]["UserJson"][];
            /** @description The roles whose people need a second factor. */
            secondFactorRoles: components["schemas"]["Role"][];
        };
        /**
         * @description The movements of leads on a day: openBefore + opened + reopened − resolved − converted − rejected = open. Resolved leads are
         *     gone because their reason no longer holds.
         */
        VelocityJson: {
            /** Format: date */
            day: string;
            /** Format: int32 */
            openBefore: number;
            /** Format: int32 */
            opened: number;
            /** Format: int32 */
            reopened: number;
            /** Format: int32 */
            resolved: number;
            /** Format: int32 */
            converted: number;
            /** Format: int32 */
            rejected: number;
            /** Format: int32 */
            open: number;
        };
        /** @description The result of a verification; different lists the accounts whose stored state does not match the journal. */
        VerificationJson: {
            ok: boolean;
            /** Format: int32 */
            accounts: number;
            /** Format: int64 */
            rows: number;
            different: string[];
            /** @description SHA-256 over every account's state: equal states have equal digests. */
            digest: string;
            /** @description What this node shows differently from the journal: accounts, leads, entities, territories, the portfolio. */
            shown: string[];
            /** @description If a row is broken, the journal is not replayed, and everything else is empty. */
            seals: components["schemas"]["SealsJson"];
        };
        /** @description An account with rows that wait for delivery. */
        WaitingAccountJson: {
            account: string;
            /** Format: int32 */
            rows: number;
            /**
             * Format: int32
             * @description The number of failed attempts in a row.
             */
            failures: number;
        };
        /** @description The result of a delivery. */
        WebhookAnswerJson: {
            /**
             * Format: int32
             * @description Events that were new.
             */
            accepted: number;
            /**
             * Format: int32
             * @description Events that were already known.
             */
            repeated: number;
            /**
             * Format: int32
             * @description Objects that could not be mapped; they are kept until somebody corrects and replays them.
             */
            deadLetters: number;
            /**
             * Format: int32
             * @description Events with a time in the future; they count as of their receipt.
             */
            futureTimes: number;
        };
        /** @description The weighted pipeline: open opportunities' amount × probability; unknown counts those without either. */
        WeightedJson: {
            /**
             * Format: double
             * @description Null: there are open opportunities, and none has a known amount and probability in this currency.
             */
            weighted: null | number;
            currency: string;
            /** Format: int32 */
            unknown: number;
            /** Format: int32 */
            openOpportunities: number;
            /** @description The same in other currencies. */
            others: components["schemas"]["MoneyJson"][];
        };
        /** @description The work of each person who works leads or has some, by name. */
        WorkloadJson: {
            items: components["schemas"]["WorkloadPersonJson"][];
            /**
             * Format: int32
             * @description The number of open leads that nobody owns.
             */
            unowned: number;
        };
        /** @description The work of a person, as far as the caller sees the leads. */
        WorkloadPersonJson: {
            /** @description The id of the user; null for a name that no user has, or more than one. */
            id: null | string;
            name: string;
            /** Format: int32 */
            open: number;
            priorities: components["schemas"]["PriorityCountsJson"];
            /** @description The sum of the highest estimates; each item and contract counts once, with its greatest lead. */
            value: components["schemas"]["SumJson"];
            oldestUntouched: null | components["schemas"]["UntouchedLeadJson"];
            /**
             * Format: int32
             * @description The most open leads at which the published rules still give the person leads; null: they set no limit.
             */
            capacity: null | number;
            isAbsent: boolean;
            absence: null | components["schemas"]["AbsenceJson"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
