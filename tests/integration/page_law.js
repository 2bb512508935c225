// What a page must be for everybody who reads it; gives a list of what is wrong. A small check of our own: axe-core is not among the locked packages.
(() => {
    const wrong = []
    const shown = (e) => e.getClientRects().length > 0
    const named = (e) => (e.getAttribute("aria-label") || e.querySelector("title")?.textContent || e.textContent || "").trim()
    const luminance = (color) => {
        const [r, g, b] = color.match(/[\d.]+/g).slice(0, 3).map((v) => {
            const part = v / 255
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
        })
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const contrast = (one, other) => {
        const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
        return (light + 0.05) / (dark + 0.05)
    }
    const isClear = (color) => color === "transparent" || /, 0\)$/.test(color)
    const behind = (e) => {
        if (e.closest("svg")) {
            const shape = e.parentElement.querySelector("polygon")
            if (shape) return getComputedStyle(shape).fill
        }
        for (let at = e; at; at = at.parentElement) {
            const color = getComputedStyle(at).backgroundColor
            if (!isClear(color)) return color
        }
        return "rgb(255, 255, 255)"
    }
    if (document.documentElement.scrollWidth > window.innerWidth)
        wrong.push(`is ${document.documentElement.scrollWidth} wide on a screen of ${window.innerWidth}`)
    if (document.documentElement.lang !== "zh-CN" || !document.title) wrong.push("does not say its language or title")
    if (document.querySelectorAll("h1").length !== 1) wrong.push("has not one h1")
    let level = 0
    for (const e of document.querySelectorAll("h1, h2, h3")) {
        if (+e.tagName[1] > level + 1) wrong.push(`skips to ${e.tagName} ${e.textContent}`)
        level = +e.tagName[1]
    }
    for (const e of document.querySelectorAll("th")) if (!["row", "col"].includes(e.scope)) wrong.push(`th without scope: ${e.textContent}`)
    for (const e of document.querySelectorAll("table")) if (!e.caption) wrong.push("table without caption")
    for (const e of document.querySelectorAll("svg"))
        if (e.getAttribute("aria-hidden") !== "true" && !e.getAttribute("aria-label")) wrong.push("picture without a text")
    for (const e of document.querySelectorAll("a, summary")) if (!named(e)) wrong.push(`nameless link to ${e.getAttribute("href")}`)
    const ids = [...document.querySelectorAll("[id]")].map((e) => e.id)
    if (new Set(ids).size !== ids.length) wrong.push("has an id twice")
    for (const e of document.querySelectorAll(".scroll"))
        if (e.scrollWidth > e.clientWidth && (e.tabIndex !== 0 || !e.getAttribute("aria-label"))) wrong.push("scrolls without a keyboard")
    for (const e of document.querySelectorAll("body *")) {
        const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
        if (!own || !shown(e) || e.tagName === "TITLE" || e.closest(".skip")) continue
        const style = getComputedStyle(e)
        const color = e.closest("svg") ? style.fill : style.color
        const found = contrast(color, behind(e))
        if (found < 4.5) wrong.push(`contrast ${found.toFixed(2)}: ${e.textContent.trim().slice(0, 20)}`)
    }
    return [...new Set(wrong)]
})()
