<script type="importmap">
    {"imports": {
        "laravel-echo": "/vendor/{{ request('client', 'laravel-echo-2.5') }}/dist/echo.js",
        "@nosocket/client": "/vendor/nosocket-client/nosocket.js",
        "@nosocket/echo": "/vendor/nosocket-echo/connector.js",
        "@nosocket/echo/page": "/vendor/nosocket-echo/page.js"
    }}
</script>
