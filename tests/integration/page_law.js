// What a page must be besides what axe-core looks at; gives a list of what is wrong.
(() => {
    const wrong = []
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
    if (document.documentElement.scrollWidth > window.innerWidth)
        wrong.push(`is ${document.documentElement.scrollWidth} wide on a screen of ${window.innerWidth}`)
    if (document.documentElement.lang !== "zh-CN") wrong.push("does not say its language")
    for (const e of document.querySelectorAll("th")) if (!["row", "col"].includes(e.scope)) wrong.push(`th without scope: ${e.textContent}`)
    for (const e of document.querySelectorAll("table")) if (!e.caption) wrong.push("table without caption")
    for (const e of document.querySelectorAll("svg:not([aria-hidden=true]):not([aria-label])")) wrong.push("picture without a text")
    const ids = [...document.querySelectorAll("[id]")].map((e) => e.id)
    if (new Set(ids).size !== ids.length) wrong.push("has an id twice")
    for (const e of document.querySelectorAll("svg text")) {
        const shape = e.parentElement.querySelector("polygon") // axe-core does not see what is drawn behind a text
        const found = contrast(getComputedStyle(e).fill, shape ? getComputedStyle(shape).fill : "rgb(255, 255, 255)")
        if (found < 4.5) wrong.push(`contrast ${found.toFixed(2)}: ${e.textContent.trim().slice(0, 20)}`)
    }
    return [...new Set(wrong)]
})()
