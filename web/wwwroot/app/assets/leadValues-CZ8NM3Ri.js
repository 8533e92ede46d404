<<<<<<<< HEAD:web/wwwroot/app/assets/leadValues-CZ8NM3Ri.js
import{H as e}from"./index-BV4h4cI3.js";var t=({id:e})=>e.replace(/:[a-z_]+$/,``);function n(n){let r=new Map;for(let e of n){let n=t(e),i=r.get(n),a=e.estimatedValue;(!i||a&&a.currency===i.currency&&a.max>i.max)&&r.set(n,a??i??null)}let i=[...r.values()].map(e=>e&&{amount:e.max,currency:e.currency});return e(i,i.find(e=>e)?.currency??``)}export{n as t};
========
import{L as e}from"./index-BmJzxhDO.js";var t=({id:e})=>e.replace(/:[a-z_]+$/,``);function n(n){let r=new Map;for(let e of n){let n=t(e),i=r.get(n),a=e.estimatedValue;(!i||a&&a.currency===i.currency&&a.max>i.max)&&r.set(n,a??i??null)}let i=[...r.values()].map(e=>e&&{amount:e.max,currency:e.currency});return e(i,i.find(e=>e)?.currency??``)}export{n as t};
>>>>>>>> work/assign:web/wwwroot/app/assets/leadValues-uGDp9ELw.js
